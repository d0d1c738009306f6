"""Papers of visits, printed letters and their verification."""

from django.urls import path

from lantian.console.papers import views

urlpatterns = [
    path("visits/<uuid:key>/print/<str:kind>/", views.print_paper, name="paper-print"),
    path("papers/<str:number>/", views.paper, name="paper"),
    path("letters/<str:number>/print/", views.print_letter, name="letter-print"),
    path("letters/<str:number>/paper/", views.letter_paper, name="letter-paper"),
    path("verify/", views.verify_any, name="verify-any"),
    path("verify/<str:code>/", views.verify, name="verify"),
]
