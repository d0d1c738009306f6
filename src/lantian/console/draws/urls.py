"""Random draws."""

from django.urls import path

from lantian.console.draws import views

urlpatterns = [
    path("draws/", views.draws, name="draws"),
    path("draws/class/", views.set_class, name="draw-class"),
    path("draws/<str:number>/", views.draw, name="draw"),
    path("draws/<str:number>/publish/", views.publish, name="draw-publish"),
    path("draws/<str:number>/file/", views.as_file, name="draw-file"),
]
