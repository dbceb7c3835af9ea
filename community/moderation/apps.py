from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ModerationConfig(AppConfig):
    name = "community.moderation"
    label = "moderation"
    verbose_name = "Moderation"

    def ready(self) -> None:
        from community.activity import models as activity
        from community.backstage import charts as front
        from community.backstage import today
        from community.members import communities, invitations, people
        from community.moderation import deeds, names, staff, wordlists
        from community.moderation.queue import charts, figures

        communities.before_joining(wordlists.require_clean_name)
        communities.when_edited(deeds.edited)
        communities.when_invited(deeds.invitation_used)
        invitations.when_made(deeds.invitation_made)
        invitations.when_closed(deeds.invitation_closed)
        activity.when_recorded(deeds.hear)
        people.when_named(wordlists.require_clean)
        people.when_renaming(names.require_another)
        today.register(figures.waiting)
        front.register(charts.drawn)
        post_migrate.connect(staff.keep_group)
