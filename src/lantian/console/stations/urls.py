"""Stations."""

from django.urls import path

from lantian.console.stations import views

urlpatterns = [
    path("stations/", views.stations, name="stations"),
    path("stations/<str:code>/", views.station, name="station"),
    path("stations/<str:code>/figure.svg", views.figure, name="station-figure"),
]
