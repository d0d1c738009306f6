from django.apps import AppConfig


class CampaignConfig(AppConfig):
    name = "lantian.campaign"
    label = "campaign"
