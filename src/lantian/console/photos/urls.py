"""Not yet."""
from django.http import HttpResponse
from django.urls import path
urlpatterns = [path("photos/", lambda r: HttpResponse("x"), name="photos")]
