"""The start."""

from django.urls import path

from lantian.console.home import views

urlpatterns = [path("", views.home, name="home")]
