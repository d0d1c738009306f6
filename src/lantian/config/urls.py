"""Every page has its door."""

from django.urls import include, path

handler400 = "lantian.ui.errors.bad_request"
handler403 = "lantian.ui.errors.forbidden"
handler404 = "lantian.ui.errors.not_found"
handler500 = "lantian.ui.errors.broken"

urlpatterns = [
    path("field/", include("lantian.field.urls")),
    path("", include("lantian.console.urls")),
]
