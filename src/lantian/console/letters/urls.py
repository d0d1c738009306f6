"""Letters to units outside our command."""

from django.urls import path

from lantian.console.letters import views

urlpatterns = [
    path("cases/<str:number>/letter/", views.write, name="letter-write"),
    path("letters/<str:number>/", views.letter, name="letter"),
]
