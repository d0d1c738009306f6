"""How well cases are closed."""

from django.urls import path

from lantian.console.metrics import views

urlpatterns = [path("cases/metrics/", views.metrics, name="metrics")]
