"""Enforcement."""

from django.urls import path

from lantian.console.enforcement import views

urlpatterns = [
    path("enforcement/", views.enforcements, name="enforcements"),
    path("cases/<str:number>/transfer/", views.transfer, name="transfer"),
    path("enforcement/<str:number>/", views.enforcement, name="enforcement"),
]
