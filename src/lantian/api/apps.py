from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "lantian.api"
    label = "api"
