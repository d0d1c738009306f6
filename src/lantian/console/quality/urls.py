"""The quality desk."""

from django.urls import path

from lantian.console.quality import views

urlpatterns = [
    path("quality/", views.desk, name="quality"),
    path("quality/level/", views.declare, name="quality-level"),
    path("quality/<int:pk>/", views.flag, name="flag"),
    path("quality/<int:pk>/judge/", views.judge, name="flag-judge"),
]
