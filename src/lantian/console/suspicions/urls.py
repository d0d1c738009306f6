"""Tracing."""

from django.urls import path

from lantian.console.suspicions import views

urlpatterns = [
    path("suspicions/", views.suspicions, name="suspicions"),
    path("suspicions/<str:number>/", views.suspicion, name="suspicion"),
    path("suspicions/<str:number>/send/", views.send, name="suspicion-send"),
    path("suspicions/<str:number>/dismiss/", views.dismiss, name="suspicion-dismiss"),
]
