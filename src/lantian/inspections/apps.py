from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "lantian.inspections"
    label = "inspections"
