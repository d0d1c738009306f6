"""Rankings."""

from django.urls import path

from lantian.console.ranking import views

urlpatterns = [
    path("ranking/", views.ranking, name="ranking"),
]
