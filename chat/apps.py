from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "chat"
    verbose_name = "The stream"

    def ready(self) -> None:
        from chat import doors, embedding, search, targets

        doors.register()
        embedding.register()
        search.register()
        targets.register()
