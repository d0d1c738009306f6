"""Who can be reached."""

from django.urls import path

from lantian.console.reach import views

urlpatterns = [
    path("reach/", views.reach, name="reach"),
    path("reach/<int:means>/confirm/", views.confirm, name="reach-confirm"),
]
