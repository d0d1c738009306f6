"""Not yet."""
from django.http import HttpResponse
from django.urls import path
urlpatterns = [path("stations/", lambda r: HttpResponse("x"), name="stations"), path("ranking/", lambda r: HttpResponse("x"), name="ranking")]
