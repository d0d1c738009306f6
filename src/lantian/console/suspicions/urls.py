"""Not yet."""
from django.http import HttpResponse
from django.urls import path
urlpatterns = [path("suspicions/", lambda r: HttpResponse("x"), name="suspicions")]
