"""The app that brings templates, tags and static files to every door."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Names the app `ui`, the lowest that may be seen."""

    name = "lantian.ui"
    label = "ui"
    verbose_name = "ui"
