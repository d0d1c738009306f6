"""The air now."""

from django.urls import path

from lantian.public.air import views

urlpatterns = [path("", views.air, name="air")]
