from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "lantian.reporting"
    label = "reporting"
