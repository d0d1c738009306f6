"""The operator's page."""

from django.urls import path

from lantian.console.quarantine import views

urlpatterns = [
    path("quarantine/", views.quarantine, name="quarantine"),
    path("quarantine/<int:pk>/settle/", views.settle, name="quarantine-settle"),
]
