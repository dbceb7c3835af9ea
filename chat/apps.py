from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "chat"
    verbose_name = "The stream"

    def ready(self) -> None:
        from chat import doors, embedding, publishing, search, targets

        doors.register()
        embedding.register()
        publishing.register()
        search.register()
        targets.register()
