"""Not yet."""
from django.http import HttpResponse
from django.urls import path
urlpatterns = [path("briefings/", lambda r: HttpResponse("x"), name="briefings")]
