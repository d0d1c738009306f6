"""Who counts for a place."""

from django.urls import path

from lantian.console.members import views

urlpatterns = [path("places/<str:code>/members/", views.members, name="place-members")]
