from django.apps import AppConfig


class PipelineConfig(AppConfig):
    name = "lantian.pipeline"
    label = "pipeline"
