"""Lists from above."""

from django.urls import path

from lantian.console.official import views

urlpatterns = [
    path("official/", views.lists, name="official"),
    path("official/hand-in/", views.hand_in, name="official-hand-in"),
    path("official/<int:number>/", views.listed, name="official-list"),
    path("official/<int:number>/as-handed-in", views.as_handed_in, name="official-file"),
    path("official/<int:number>/withdraw/", views.withdraw, name="official-withdraw"),
]
