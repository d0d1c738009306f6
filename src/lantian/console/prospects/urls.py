"""What it takes."""

from django.urls import path

from lantian.console.prospects import views

urlpatterns = [
    path("prospects/", views.ours, name="prospects-ours"),
    path("prospects/<slug:group>/<str:code>/", views.prospects, name="prospects"),
    path("prospects/<slug:group>/<str:code>/suppose/", views.suppose, name="prospects-suppose"),
    path(
        "prospects/<slug:group>/<str:code>/how/<slug:what>/<slug:pollutant>/", views.how, name="prospects-how"
    ),
]
