"""The guided tour."""

from django.urls import path

from lantian.console.tour import views

urlpatterns = [path("tour/", views.move, name="tour")]
