"""Units and who looks after what."""

from django.urls import path

from lantian.console.units import views

urlpatterns = [
    path("units/", views.units, name="units"),
    path("units/duties/", views.duties, name="unit-duties"),
    path("units/<slug:code>/", views.unit, name="unit"),
    path("units/<slug:code>/<slug:act>/", views.unit, name="unit-act"),
]
