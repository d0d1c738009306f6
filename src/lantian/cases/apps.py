from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "lantian.cases"
    label = "cases"
