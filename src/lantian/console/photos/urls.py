"""Photos."""

from django.urls import path

from lantian.console.photos import views

urlpatterns = [
    path("photos/<uuid:key>/", views.photo, name="photo"),
    path("photos/<uuid:key>/original/", views.original, name="photo-original"),
]
