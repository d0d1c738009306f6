"""Planned visits and kinds of going; these stand before the orders' own numbers."""

from django.urls import path

from lantian.console.goings import views

urlpatterns = [
    path("orders/new/", views.plan, name="order-new"),
    path("orders/kinds/", views.kinds, name="order-kinds"),
    path("orders/<str:number>/merge/", views.merge, name="order-merge"),
]
