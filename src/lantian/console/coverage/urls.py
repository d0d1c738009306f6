"""Where nobody has looked in time."""

from django.urls import path

from lantian.console.coverage import views

urlpatterns = [path("coverage/", views.coverage, name="coverage")]
