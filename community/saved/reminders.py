"""Being reminded of what one saved: once, at the moment that one chose, while it can still be read."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from community.clock import now
from community.errors import InvalidInput, NotFound
from community.members.models import Member
from community.notifications import notices
from community.saved import listing
from community.saved.models import Saved

AHEAD = timedelta(days=366)  # the latest moment that can be chosen
AT_ONCE = 1_000  # reminders that one round queues


def want(member: Member, kind: str, object_id: int, at: datetime) -> None:
    """Have oneself reminded of a saved thing; another moment takes the place of the first.

    Raises:
        InvalidInput: `input.invalid` for a moment that is over, or more than a year ahead.
        NotFound: the member did not save it.
    """
    if not now() < at <= now() + AHEAD:
        raise InvalidInput("input.invalid", "Choose a moment within the next year.", fields={"at": "out_of_range"})
    if not _mine(member, kind, object_id).update(remind_at=at):
        raise NotFound("saved thing")


def call_off(member: Member, kind: str, object_id: int) -> None:
    _mine(member, kind, object_id).update(remind_at=None)


def due() -> list[int]:
    """Whose moment has come, the oldest first."""
    rows = Saved.objects.filter(remind_at__lte=now()).order_by("remind_at")
    return list(rows.values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def remind(saved_id: int) -> None:
    """Put a line into the inbox, with the way there and no words, for these may be taken back; none of what is gone."""
    rows = Saved.objects.select_for_update(of=("self",), no_key=True).select_related("member__community")
    saved = rows.filter(pk=saved_id, remind_at__lte=now()).first()
    if saved is None:
        return
    key = f"saved:{saved.pk}:{saved.remind_at:%Y%m%d%H%M}"
    Saved.objects.filter(pk=saved.pk).update(remind_at=None)
    if thing := listing.things(saved.member, [saved]).get(saved.key):
        data: dict[str, object] = {"room": thing.room, "thread": thing.thread, "seq": thing.seq}
        notices.tell(saved.member, "saved_reminder", key=key, data=data)


def _mine(member: Member, kind: str, object_id: int) -> QuerySet[Saved]:
    return Saved.objects.filter(member=member, kind=kind, object_id=object_id)
