from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "chat.retention"
    label = "retention"
    verbose_name = "How long rooms keep"

    def ready(self) -> None:
        from chat.retention import doors

        doors.register()
