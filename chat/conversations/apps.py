from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "chat.conversations"
    label = "conversations"
    verbose_name = "Conversations"

    def ready(self) -> None:
        from chat.conversations import doors

        doors.register()
