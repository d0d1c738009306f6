"""Pages for everybody: report, follow, and the door for other jurisdictions."""

from django.urls import include, path

from lantian.public import views

app_name = "public"
urlpatterns = [
    path("robots.txt", views.robots, name="robots"),
    path("report/", include("lantian.public.report.urls")),
    path("air/", include("lantian.public.air.urls")),
    path("open311/", include("lantian.public.open311.urls")),
]
