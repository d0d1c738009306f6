"""Pages of the phone: my day, the order, the visit; and what the phone sends by itself."""

from django.urls import path

from lantian.field.day import views as day
from lantian.field.install import views as install
from lantian.field.offline import views as offline
from lantian.field.orders import views as orders
from lantian.field.sending import views as sending
from lantian.field.visits import views as visits

app_name = "field"
urlpatterns = [
    path("", day.day, name="day"),
    path("manifest.webmanifest", install.manifest, name="manifest"),
    path("install/", install.install, name="install"),
    path("install/lantian.crt", install.authority, name="authority"),
    path("kept/", offline.kept, name="kept"),
    path("pages/", offline.pages, name="pages"),
    path("worker.js", offline.worker, name="worker"),
    path("orders/<str:number>/", orders.order, name="order"),
    path("orders/<str:number>/check-in/", orders.check_in, name="check-in"),
    path("orders/<str:number>/ahead/", visits.ahead, name="ahead"),
    path("orders/<str:number>/ahead/finding/", visits.ahead_finding, name="ahead-finding"),
    path("visits/<uuid:key>/", visits.visit, name="visit"),
    path("visits/<uuid:key>/answers/", visits.answer, name="answer"),
    path("visits/<uuid:key>/finding/", visits.finding, name="finding"),
    path("sent/orders/<str:number>/check-in/", sending.check_in, name="sent-check-in"),
    path("sent/visits/<uuid:key>/finding/", sending.finding, name="sent-finding"),
    path("sent/visits/<uuid:key>/photos/<uuid:photo>/", sending.photo, name="sent-photo"),
]
