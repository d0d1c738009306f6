from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "lantian.dispatch"
    label = "dispatch"
