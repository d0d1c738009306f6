from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "lantian.console"
    label = "console"
