from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "lantian.assessment"
    label = "assessment"
