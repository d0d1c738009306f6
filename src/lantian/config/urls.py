"""Every page has its door."""

from django.urls import include, path
from django.views.i18n import set_language

handler400 = "lantian.ui.errors.bad_request"
handler403 = "lantian.ui.errors.forbidden"
handler404 = "lantian.ui.errors.not_found"
handler500 = "lantian.ui.errors.server_error"

urlpatterns = [
    path("language/", set_language, name="set_language"),
    path("field/", include("lantian.field.urls")),
    path("", include("lantian.public.urls")),
    path("", include("lantian.api.urls")),
    path("", include("lantian.console.urls")),
]
