"""Not yet."""
from django.http import HttpResponse
from django.urls import path
urlpatterns = [path("situation/", lambda r: HttpResponse("x"), name="situation")]
