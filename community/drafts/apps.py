from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "community.drafts"
    label = "drafts"
