"""What stands already of a text that several said alike, or one again and again: out of sight until somebody looked.

All of it is one case, and is decided together: let stand, all of it is shown again; nothing is deleted. What a
moderator has read or let stand is left alone. The layers that keep words register how theirs are found.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from community.clock import now
from community.errors import Refusal
from community.moderation import audit, cases, targets
from community.moderation.audit import BY_ITSELF
from community.moderation.models import Case, Hold, Report
from community.trust import floods, sameness
from community.trust.models import Flood

BEFORE = timedelta(seconds=floods.WINDOW)
DAY = timedelta(days=1)
MOST = 100  # things of one flood


@dataclass(frozen=True)
class Recent:
    """Something that was said a while ago.

    Attributes:
        thing: its kind and id, such as `message:812`.
        texts: any of which may be what others said too.
    """

    thing: str
    texts: tuple[str, ...]


Find = Callable[[Sequence[int], datetime], Iterable[Recent]]
_sources: list[Find] = []


def register(find: Find) -> None:
    """Have what a layer keeps be looked through: by authors and since when, what more than two can read and stands."""
    _sources.append(find)


def sweep(community_id: int, mark: str, authors: Sequence[int]) -> Flood | None:
    """Hide what these authors said lately with this fingerprint, as one case; safe to do again, and by two at once."""
    found = _left(_alike(mark, authors))
    if not found or _stands(community_id, mark):
        return None
    with transaction.atomic():
        flood = _held(community_id, mark)
        hidden = [thing for thing in found[: MOST - len(flood.things)] if _hide(thing)]
        if hidden:
            _note(flood, hidden)
    return flood


def _alike(mark: str, authors: Sequence[int]) -> list[str]:
    since = now() - BEFORE
    said = (one for find in _sources for one in find(authors, since))
    return [one.thing for one in said if any(sameness.fingerprint(text) == mark for text in one.texts)]


def _left(things: list[str]) -> list[str]:
    """Those of which no moderator knows better."""
    read = Hold.objects.filter(published_as__in=things).values_list("published_as", flat=True)
    kept = Case.objects.filter(object__in=things, verdict=Case.Verdict.KEEP, settled_at__gt=now() - DAY)
    known = {*read, *kept.values_list("object", flat=True)}
    return [thing for thing in things if thing not in known]


def _stands(community_id: int, mark: str) -> bool:
    """Whether moderators let these very words stand within a day."""
    names = [flood.name() for flood in Flood.objects.filter(community=community_id, mark=mark)]
    lately = Case.objects.filter(object__in=names, settled_at__gt=now() - DAY)
    return lately.filter(verdict=Case.Verdict.KEEP).exists()


def _held(community_id: int, mark: str) -> Flood:
    """The flood of these words whose case is open, or a new one; held until commit."""
    last = Flood.objects.filter(community=community_id, mark=mark).order_by("-number").first()
    number = last.number if last else 0
    if last is None or Case.objects.filter(object=last.name()).exclude(settled_at=None).exists():
        number += 1
    flood, _ = Flood.objects.get_or_create(community_id=community_id, mark=mark, number=number)
    return Flood.objects.select_for_update().get(pk=flood.pk)


def _hide(thing: str) -> bool:
    """False where it is out of sight by now."""
    target = targets.found(thing)
    if target is None or not target.stands:
        return False
    try:
        with transaction.atomic():
            targets.hide(BY_ITSELF, thing, "")
    except Refusal:  # its author took it back at the same moment
        return False
    return True


def _note(flood: Flood, hidden: list[str]) -> None:
    flood.things += hidden
    flood.save(update_fields=["things"])
    audit.record(BY_ITSELF, "sweep", flood, flood.community_id, None, things=hidden)
    if target := targets.found(flood.name()):
        cases.note_found(target, Report.Why.SAME, str(len(flood.things)))
