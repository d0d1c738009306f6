from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "lantian.public"
    label = "public"
