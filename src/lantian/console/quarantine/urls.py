"""Not yet."""
from django.http import HttpResponse
from django.urls import path
urlpatterns = [path("quarantine/", lambda r: HttpResponse("x"), name="quarantine")]
