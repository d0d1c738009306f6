"""Taking numbers out."""

from django.urls import path

from lantian.api.front import shown, views

urlpatterns = [
    path("exports/", views.exports, name="exports"),
    path("exports/file/", views.file, name="file"),
    path("exports/cases.<slug:form>", shown.cases, name="cases-file"),
    path("exports/burden.<slug:form>", shown.burden, name="burden-file"),
    path("exports/coverage.<slug:form>", shown.coverage, name="coverage-file"),
    path("exports/compare.<slug:form>", shown.compare, name="compare-file"),
    path("exports/official/<int:number>.<slug:form>", shown.official, name="official-file"),
    path("exports/station/<str:code>.<slug:form>", shown.station, name="station-file"),
    path("exports/tokens/", views.make_token, name="token-make"),
    path("exports/tokens/<int:number>/revoke/", views.revoke_token, name="token-revoke"),
    path("v1/", views.docs, name="docs"),
]
