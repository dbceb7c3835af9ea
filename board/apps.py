from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "board"
    verbose_name = "The board"

    def ready(self) -> None:
        from board import doors, search, targets

        doors.register()
        search.register()
        targets.register()
