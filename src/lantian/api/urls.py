"""The door for programs, and the pages that tell people of it."""

from django.urls import include, path, re_path

from lantian.api.v1 import door

urlpatterns = [
    path("", include(("lantian.api.front.urls", "api"))),
    path("v1/", door.api.urls),
    re_path(r"^v1/", door.nothing_here, name="nothing-here"),
]
