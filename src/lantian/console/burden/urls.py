"""What the campaign asks of its officers."""

from django.urls import path

from lantian.console.burden import views

urlpatterns = [path("burden/", views.burden, name="burden")]
