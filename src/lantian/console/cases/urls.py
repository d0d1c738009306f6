"""Not yet."""
from django.http import HttpResponse
from django.urls import path
urlpatterns = [path("cases/", lambda r: HttpResponse("x"), name="cases")]
