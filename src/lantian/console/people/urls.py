"""Accounts."""

from django.urls import path

from lantian.console.people import views

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/<slug:username>/leave/", views.set_leave, name="person-leave"),
    path("people/<slug:username>/means/", views.add_means, name="person-means"),
    path("people/leave/<int:leave>/end/", views.end_leave, name="leave-end"),
    path("people/means/<int:means>/end/", views.end_means, name="means-end"),
    path("people/<slug:username>/", views.person, name="person"),
    path("people/<slug:username>/<slug:act>/", views.person, name="person-act"),
]
