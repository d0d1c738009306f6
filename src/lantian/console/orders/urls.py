"""Orders."""

from django.urls import path

from lantian.console.orders import views

urlpatterns = [
    path("orders/", views.orders, name="orders"),
    path("orders/<str:number>/", views.order, name="order"),
    path("orders/<str:number>/withdraw/", views.withdraw, name="order-withdraw"),
]
