from django.apps import AppConfig


class CatchUpConfig(AppConfig):
    name = "chat.catchup"
    label = "catchup"
    verbose_name = "Catch-up"
