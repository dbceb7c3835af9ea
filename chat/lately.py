"""What members said in rooms lately, for whoever sweeps up after a flood. Talk between two is nobody else's."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from chat.models import Message, Room
from community.trust import sweeping
from community.trust.sweeping import Recent


def register() -> None:
    sweeping.register(said)


def said(authors: Sequence[int], since: datetime) -> Iterable[Recent]:
    rows = Message.objects.filter(author__in=authors, created_at__gte=since, removal=None)
    rows = rows.exclude(room__kind=Room.Kind.DIRECT).order_by("pk")
    return (Recent(f"message:{pk}", (body,)) for pk, body in rows.values_list("pk", "body"))
