"""Sweeps."""

from django.urls import path

from lantian.console.sweeps import views

urlpatterns = [
    path("sweeps/", views.sweeps, name="sweeps"),
    path("cases/<str:number>/sweep/", views.order, name="sweep-order"),
    path("sweeps/<str:number>/", views.sweep, name="sweep"),
    path("sweeps/<str:number>/places/<int:place>/", views.answer, name="sweep-answer"),
    path("sweeps/<str:number>/tasks/<int:task>/excuse/", views.excuse, name="sweep-excuse"),
    path("sweeps/<str:number>/close/", views.close, name="sweep-close"),
]
