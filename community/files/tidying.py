"""Files that nobody will see again: never finished, never sent, or taken back by their owners."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from community.clock import now
from community.files import finishing
from community.files.models import DayUse, File

PAGE = 100  # files that one transaction removes


def tidy() -> int:
    """Remove them all; how many there were. What is being sent at this moment stays."""
    DayUse.objects.filter(day__lt=now().date() - timedelta(days=3)).delete()
    return sum(_swept(some) for some in (_never_sent, _taken_back))


def _never_sent() -> QuerySet[File]:
    old = now() - timedelta(hours=settings.OXBOW["FILE_HOURS"])
    return File.objects.filter(carrier_id=None, created_at__lt=old)


def _taken_back() -> QuerySet[File]:
    """Their owners may have taken them back by mistake, and moderators may be asked about them: not at once."""
    old = now() - timedelta(hours=settings.OXBOW["FILE_HOURS"])
    return File.objects.filter(released_at__lt=old)


def _swept(some: Callable[[], QuerySet[File]]) -> int:
    swept = 0
    while found := _sweep_page(some()):
        swept += found
    return swept


@transaction.atomic
def _sweep_page(files: QuerySet[File]) -> int:
    held = files.select_related("owner__user").select_for_update(of=("self",), skip_locked=True).order_by("pk")
    rows = list(held[:PAGE])
    for file in rows:
        finishing.forget(file)
    return len(rows)
