from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "lantian.accounts"
    label = "accounts"
