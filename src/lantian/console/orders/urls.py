"""Not yet."""
from django.http import HttpResponse
from django.urls import path
urlpatterns = [path("orders/", lambda r: HttpResponse("x"), name="orders")]
