from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "lantian.scoring"
    label = "scoring"
