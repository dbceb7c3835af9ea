from django.apps import AppConfig


class CatchUpConfig(AppConfig):
    name = "chat.catchup"
    label = "catchup"
    verbose_name = "Catch-up"

    def ready(self) -> None:
        from chat.catchup import personal

        personal.register()
