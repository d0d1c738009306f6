"""Where a number comes from."""

from django.urls import path

from lantian.console.explain import views

urlpatterns = [
    path("explain/", views.explain, name="explain"),
    path("explain/packet/<int:position>/", views.packet, name="packet"),
]
