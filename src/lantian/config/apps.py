"""Makes the system checks known."""

from django.apps import AppConfig

from lantian.config import checks


class ConfigConfig(AppConfig):
    name = "lantian.config"
    label = "config"
    checks = checks
