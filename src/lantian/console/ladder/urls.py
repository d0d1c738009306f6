"""Rungs."""

from django.urls import path

from lantian.console.ladder import views

urlpatterns = [
    path("ladder/", views.rungs, name="ladder"),
    path("ladder/<str:number>/<int:rung>/", views.decide, name="rung"),
]
