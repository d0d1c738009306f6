from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    name = "lantian.residents"
    label = "residents"
