from django.apps import AppConfig


class SavedConfig(AppConfig):
    name = "community.saved"
    label = "saved"
