from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "board"
    verbose_name = "The board"

    def ready(self) -> None:
        from board import doors, publishing, search, targets

        doors.register()
        publishing.register()
        search.register()
        targets.register()
