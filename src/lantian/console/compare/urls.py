"""Comparisons."""

from django.urls import path

from lantian.console.compare import views

urlpatterns = [
    path("compare/", views.compare, name="compare"),
]
