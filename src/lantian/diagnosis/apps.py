from django.apps import AppConfig


class DiagnosisConfig(AppConfig):
    name = "lantian.diagnosis"
    label = "diagnosis"
