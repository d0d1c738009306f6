"""Pages of the phone: my day, the order, the visit; and what the phone sends by itself."""

from django.urls import path

from lantian.field.day import views as day
from lantian.field.install import views as install
from lantian.field.mendings import views as mendings
from lantian.field.nearby import views as nearby
from lantian.field.offline import views as offline
from lantian.field.orders import views as orders
from lantian.field.places import views as places
from lantian.field.records import views as records
from lantian.field.reports import views as reports
from lantian.field.sending import views as sending
from lantian.field.visits import views as visits

app_name = "field"
urlpatterns = [
    path("", day.day, name="day"),
    path("manifest.webmanifest", install.manifest, name="manifest"),
    path("install/", install.install, name="install"),
    path("install/lantian.crt", install.authority, name="authority"),
    path("report/", reports.report, name="report"),
    path("nearby/", nearby.nearby, name="nearby"),
    path("cases/<str:number>/mend/", mendings.mend, name="mend"),
    path("sent/reports/<uuid:key>/", reports.sent, name="sent-report"),
    path("sent/cases/<str:number>/mending/", mendings.sent, name="sent-mending"),
    path("sent/photos/<uuid:photo>/", sending.loose_photo, name="sent-loose-photo"),
    path("kept/", offline.kept, name="kept"),
    path("pages/", offline.pages, name="pages"),
    path("worker.js", offline.worker, name="worker"),
    path("orders/<str:number>/", orders.order, name="order"),
    path("orders/<str:number>/check-in/", orders.check_in, name="check-in"),
    path("orders/<str:number>/ahead/", visits.ahead, name="ahead"),
    path("orders/<str:number>/ahead/finding/", visits.ahead_finding, name="ahead-finding"),
    path("visits/<uuid:key>/", visits.visit, name="visit"),
    path("visits/<uuid:key>/answers/", visits.answer, name="answer"),
    path("templates/<int:number>/", visits.preview, name="preview"),
    path("visits/<uuid:key>/stage/", visits.stage, name="stage"),
    path("visits/<uuid:key>/checklist/", visits.checklist, name="checklist"),
    path("visits/<uuid:key>/finding/", visits.finding, name="finding"),
    path("orders/<str:number>/ahead/record/", records.ahead, name="ahead-record"),
    path("visits/<uuid:key>/record/", records.record, name="record"),
    path("sent/visits/<uuid:key>/record/", records.sent, name="sent-record"),
    path("at/<str:code>/", places.at, name="at"),
    path("at/<str:code>/scan/<str:number>/", places.scan, name="scan"),
    path("at/<str:code>/patrol/", places.patrol, name="at-patrol"),
    path("sent/orders/<str:number>/check-in/", sending.check_in, name="sent-check-in"),
    path("sent/visits/<uuid:key>/finding/", sending.finding, name="sent-finding"),
    path("sent/visits/<uuid:key>/photos/<uuid:photo>/", sending.photo, name="sent-photo"),
]
