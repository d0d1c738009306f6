from django.apps import AppConfig


class FieldConfig(AppConfig):
    name = "lantian.field"
    label = "field"
