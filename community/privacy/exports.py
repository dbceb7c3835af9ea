"""Asking for what is kept about oneself, and fetching it while it lies there."""

from django.db import transaction

from community import clock
from community.clock import now
from community.errors import Conflict, NotFound
from community.jobs.queue import queue
from community.members.models import User
from community.privacy import tasks
from community.privacy.models import Export


@transaction.atomic
def ask(user: User) -> Export:
    """Have an archive made.

    Raises:
        Conflict: `export.daily` where one was asked for today.
    """
    export, first = Export.objects.get_or_create(user=user, day=clock.today(user.timezone))
    if not first:
        raise Conflict("export.daily", "One archive a day is enough.")
    queue(tasks.make_export, export.pk)
    return export


def of(user: User) -> list[Export]:
    """The latest ones, as far as they can still be fetched or are being made."""
    return [one for one in user.exports.order_by("-pk")[:7] if one.done_at is None or is_there(one)]


def is_there(export: Export) -> bool:
    return bool(export.key) and export.expires_at is not None and export.expires_at > now()


def fetched(user: User, export_id: int) -> Export:
    """One's own archive that is there; raises `not_found`."""
    export = Export.objects.filter(user=user, pk=export_id).first()
    if export is None or not is_there(export):
        raise NotFound("export")
    return export
