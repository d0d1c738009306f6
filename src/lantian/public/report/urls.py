"""Reporting a problem and following it."""

from django.urls import path

from lantian.public.report import views

urlpatterns = [
    path("", views.tell, name="report"),
    path("find/", views.find, name="report-find"),
    path("<str:token>/", views.follow, name="report-follow"),
    path("<str:token>/photos/<uuid:key>/", views.photo, name="report-photo"),
]
