"""Pages of the phone: my day, the order, the visit."""

from django.urls import path

from lantian.field.day import views as day
from lantian.field.orders import views as orders
from lantian.field.visits import views as visits

app_name = "field"
urlpatterns = [
    path("", day.day, name="day"),
    path("orders/<str:number>/", orders.order, name="order"),
    path("orders/<str:number>/check-in/", orders.check_in, name="check-in"),
    path("visits/<uuid:key>/", visits.visit, name="visit"),
    path("visits/<uuid:key>/answers/", visits.answer, name="answer"),
    path("visits/<uuid:key>/photos/", visits.photo, name="photo"),
    path("visits/<uuid:key>/finding/", visits.finding, name="finding"),
]
