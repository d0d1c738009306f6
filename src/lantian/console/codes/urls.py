"""Codes at gates."""

from django.urls import path

from lantian.console.codes import views

urlpatterns = [
    path("codes/", views.codes, name="codes"),
    path("codes/<str:source>/", views.sheet, name="code-sheet"),
]
