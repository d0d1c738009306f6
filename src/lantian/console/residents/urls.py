"""What residents told, and what they are told."""

from django.urls import path

from lantian.console.residents import views

urlpatterns = [
    path("residents/", views.residents, name="residents"),
    path("residents/<str:number>/", views.told, name="residents-case"),
    path("residents/<str:number>/contact/", views.contact, name="residents-contact"),
]
