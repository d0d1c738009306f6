"""GeoReport v2: every address with a format at its end, and without one."""

from django.urls import path, re_path

from lantian.public.open311 import views

FORMAT = r"(?:\.(?P<suffix>json|xml))?/?$"
urlpatterns = [
    re_path(rf"^(?:v2/)?discovery{FORMAT}", views.discovery, name="open311-discovery"),
    re_path(rf"^v2/services{FORMAT}", views.services, name="open311-services"),
    re_path(rf"^v2/services/(?P<code>[^/.]+){FORMAT}", views.service, name="open311-service"),
    re_path(rf"^v2/requests{FORMAT}", views.requests, name="open311-requests"),
    re_path(rf"^v2/requests/(?P<number>[^/.]+){FORMAT}", views.request_by_id, name="open311-request"),
    re_path(rf"^v2/tokens/(?P<token>[^/.]+){FORMAT}", views.token, name="open311-token"),
    path("v2/<path:rest>", views.nothing_here, name="open311-nothing"),
]
