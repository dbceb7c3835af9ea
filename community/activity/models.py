"""Who did what to what: an append-only record, read by whoever needs to react to it later."""

from collections.abc import Callable, Mapping

from django.db import models

from community.clock import now
from community.members.models import Community, Member


class Activity(models.Model):
    """Everything but plain messages, which are their own record."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=40)
    object = models.CharField(max_length=40, help_text="What it was done to, such as thread:5.")
    data = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name_plural = "activity"
        indexes = [models.Index(fields=["community", "id"])]

    def __str__(self) -> str:
        return f"{self.actor} {self.verb} {self.object}"


Listener = Callable[[Member, str, models.Model, Mapping[str, object]], None]
_listeners: list[Listener] = []


def when_recorded(listener: Listener) -> None:
    """Have a function called with each act, inside its transaction: actor, verb, what it was done to, and the rest."""
    _listeners.append(listener)


def record(actor: Member, verb: str, thing: models.Model, **data: object) -> None:
    """Write down an act, inside the transaction that does it."""
    name = f"{thing._meta.model_name}:{thing.pk}"
    Activity.objects.create(community_id=actor.community_id, actor=actor, verb=verb, object=name, data=data)
    for listener in _listeners:
        listener(actor, verb, thing, data)
