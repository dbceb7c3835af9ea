from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "chat"
    verbose_name = "The stream"

    def ready(self) -> None:
        from chat import (
            deeds,
            doors,
            embedding,
            governing,
            keeping,
            kindred,
            lately,
            measures,
            personal,
            publishing,
            search,
            splitting,
            targets,
            welcoming,
        )  # fmt: skip

        deeds.register()
        doors.register()
        embedding.register()
        governing.register()
        keeping.register()
        kindred.register()
        lately.register()
        measures.register()
        personal.register()
        publishing.register()
        search.register()
        splitting.register()
        targets.register()
        welcoming.register()
