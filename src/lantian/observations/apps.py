from django.apps import AppConfig


class ObservationsConfig(AppConfig):
    name = "lantian.observations"
    label = "observations"
