from django.apps import AppConfig


class StickersConfig(AppConfig):
    name = "community.stickers"
    label = "stickers"
    verbose_name = "Stickers"

    def ready(self) -> None:
        from community.stickers import doors

        doors.register()
