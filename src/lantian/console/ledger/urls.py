"""The ledger of superior inspections."""

from django.urls import path

from lantian.console.ledger import views

urlpatterns = [
    path("ledger/", views.ledger, name="ledger"),
    path("ledger/file.<str:suffix>", views.file, name="ledger-file"),
    path("ledger/hand-in/", views.hand_in, name="ledger-hand-in"),
    path("ledger/<str:number>/", views.entry, name="ledger-entry"),
    path("ledger/<str:number>/<slug:act>/", views.entry, name="ledger-act"),
]
