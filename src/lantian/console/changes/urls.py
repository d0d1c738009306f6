"""Published numbers that moved."""

from django.urls import path

from lantian.console.changes import views

urlpatterns = [path("changes/", views.changes, name="changes")]
