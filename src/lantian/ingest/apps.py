from django.apps import AppConfig


class IngestConfig(AppConfig):
    name = "lantian.ingest"
    label = "ingest"
