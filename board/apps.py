from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "board"
    verbose_name = "The board"

    def ready(self) -> None:
        from board import (
            deeds,
            doors,
            governing,
            keeping,
            kindred,
            lately,
            measures,
            needing,
            personal,
            publishing,
            search,
            targets,
            welcoming,
        )  # fmt: skip

        deeds.register()
        doors.register()
        governing.register()
        keeping.register()
        kindred.register()
        lately.register()
        measures.register()
        needing.register()
        personal.register()
        publishing.register()
        search.register()
        targets.register()
        welcoming.register()
