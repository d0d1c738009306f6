from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "lantian.sites"
    label = "sites"
