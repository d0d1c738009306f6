"""Taking a problem in."""

from django.urls import path

from lantian.console.intake import views

urlpatterns = [path("cases/intake/", views.intake, name="intake")]
