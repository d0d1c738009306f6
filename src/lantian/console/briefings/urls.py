"""Briefings."""

from django.urls import path

from lantian.console.briefings import views

urlpatterns = [
    path("briefings/", views.briefings, name="briefings"),
    path("briefings/act/", views.act, name="briefing-act"),
    path("briefings/<str:number>/", views.briefing, name="briefing"),
    path("briefings/<str:number>/pdf/", views.pdf, name="briefing-pdf"),
]
