"""Not yet."""
from django.http import HttpResponse
from django.urls import path
urlpatterns = [path("explain/", lambda r: HttpResponse("x"), name="explain")]
