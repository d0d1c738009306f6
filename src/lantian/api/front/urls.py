"""Taking numbers out."""

from django.urls import path

from lantian.api.front import views

urlpatterns = [
    path("exports/", views.exports, name="exports"),
    path("exports/file/", views.file, name="file"),
    path("exports/tokens/", views.make_token, name="token-make"),
    path("exports/tokens/<int:number>/revoke/", views.revoke_token, name="token-revoke"),
    path("v1/", views.docs, name="docs"),
]
