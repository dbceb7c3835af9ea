from django.apps import AppConfig


class DigestsConfig(AppConfig):
    name = "chat.digests"
    label = "talk_digests"
    verbose_name = "Conversations in digests"

    def ready(self) -> None:
        from chat.digests import doors

        doors.register()
