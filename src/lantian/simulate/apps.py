from django.apps import AppConfig


class SimulateConfig(AppConfig):
    name = "lantian.simulate"
    label = "simulate"
