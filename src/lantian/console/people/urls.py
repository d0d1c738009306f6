"""Accounts."""

from django.urls import path

from lantian.console.people import views

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/<slug:username>/", views.person, name="person"),
    path("people/<slug:username>/<slug:act>/", views.person, name="person-act"),
]
