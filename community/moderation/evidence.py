"""What has been reported and is not over yet: nothing of it goes by itself."""

from collections.abc import Collection, Sequence

from django.db.models import Exists, OuterRef, Q

from community.clock import now
from community.moderation.appeals import LATEST
from community.moderation.models import Case, Sanction


def needed(things: Sequence[str]) -> set[str]:
    """Those of these things, such as `message:812`, about which somebody has to decide, or may be asked to again."""
    return set(Case.objects.filter(_is_alive(), object__in=things).values_list("object", flat=True))


def undecided(kind: str, places: Collection[str] | None = None) -> set[str]:
    """All things of a kind, in these places if any are named, that somebody has to decide about, or may be asked to."""
    rows = Case.objects.filter(_is_alive(), object__startswith=f"{kind}:")
    if places is not None:
        rows = rows.filter(place__in=places)
    return set(rows.values_list("object", flat=True))


def forget(things: Sequence[str]) -> None:
    """These things are gone, and so is what they said from what was decided about them."""
    Case.objects.filter(object__in=things).exclude(words="").update(words="")


def _is_alive() -> Q:
    """Of a case: it is open, or an appeal against what followed waits for an answer, or can still be made."""
    in_time = Q(until__gt=now()) | Q(until=None, grade=Sanction.Grade.BAN) | Q(at__gt=now() - LATEST)
    may_come = in_time & Q(lifted_at=None, appeal=None)
    waits = Q(appeal__isnull=False, appeal__answered_at=None)
    return Q(settled_at=None) | Q(Exists(Sanction.objects.filter(waits | may_come, case=OuterRef("pk"))))
