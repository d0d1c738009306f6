"""Photos."""

from django.urls import path

from lantian.console.photos import views

urlpatterns = [
    path("hints/", views.waiting, name="hints"),
    path("photos/<uuid:key>/", views.photo, name="photo"),
    path("photos/<uuid:key>/original/", views.original, name="photo-original"),
    path("photos/<uuid:key>/custody/", views.custody, name="photo-custody"),
    path("photos/<uuid:key>/hints/<slug:code>/", views.judge, name="hint-judge"),
    path("photos/<uuid:key>/mask/", views.mask, name="photo-mask"),
]
