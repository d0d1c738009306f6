"""Cases."""

from django.urls import path

from lantian.console.cases import views

urlpatterns = [
    path("cases/", views.cases, name="cases"),
    path("cases/assign/", views.assign_several, name="cases-assign"),
    path("cases/board/", views.board, name="cases-board"),
    path("cases/filters/", views.save_filter, name="cases-filter-save"),
    path("cases/filters/<int:filter_id>/drop/", views.drop_filter, name="cases-filter-drop"),
    path("cases/map/", views.case_map, name="cases-map"),
    path("cases/<str:number>/", views.case, name="case"),
    path("cases/<str:number>/figure.<str:suffix>", views.figure, name="case-figure"),
    path("cases/<str:number>/send-to-recheck/", views.send_to_recheck, name="case-send-to-recheck"),
    path("cases/<str:number>/object/", views.object_to, name="case-object"),
    path("cases/<str:number>/objections/<int:objection>/dismiss/", views.dismiss, name="case-dismiss"),
    path("cases/<str:number>/apart/", views.apart, name="case-apart"),
    path("cases/<str:number>/<slug:act>/", views.act, name="case-act"),
]
