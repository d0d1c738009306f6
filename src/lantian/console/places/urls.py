"""Places."""

from django.urls import path

from lantian.console.places import views

urlpatterns = [
    path("places/", views.places, name="places"),
    path("places/<str:code>/", views.place, name="place"),
    path("places/<str:code>/year/", views.year, name="place-year"),
    path("places/<str:code>/year/<slug:what>.svg", views.year_figure, name="place-year-figure"),
    path("places/<str:code>/target/", views.target, name="place-target"),
]
