from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ModerationConfig(AppConfig):
    name = "community.moderation"
    label = "moderation"
    verbose_name = "Moderation"

    def ready(self) -> None:
        from community.backstage import today
        from community.members import people
        from community.moderation import staff, wordlists
        from community.moderation.queue import figures

        people.when_named(wordlists.require_clean)
        today.register(figures.waiting)
        post_migrate.connect(staff.keep_group)
