"""Today's situation."""

from django.urls import path

from lantian.console.situation import views

urlpatterns = [path("situation/", views.situation, name="situation")]
