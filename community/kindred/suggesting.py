"""What a member is shown, of what people read who read what they read."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from community.kindred import likeness, places
from community.kindred.models import Apart, Dismissal, Likeness
from community.kindred.places import Place
from community.members.models import Member

SHOWN = 3
LOOKED_AT = 30  # candidates: some of them the member may not enter, or knows


@dataclass(frozen=True)
class Suggestion:
    """A place, and why it is shown.

    Attributes:
        because: what the member reads, whose readers read this too.
        people: at least how many of them.
    """

    place: Place
    because: Place
    people: int


def for_member(member: Member) -> list[Suggestion]:
    """The best few; none for whoever stands apart."""
    if is_apart(member):
        return []
    rows = _alike(member)
    seen = places.find(member, {key for row in rows for key in (row.place, row.other)})
    told = [row for row in rows if row.place in seen and row.other in seen and seen[row.other].is_new]
    return [_explained(rows, seen) for rows in _by_place(told)[:SHOWN]]


def dismiss(member: Member, key: str) -> None:
    """Show a place no more; raises `not_found` for what is none of theirs."""
    keep_away(member, places.meant(member, key).key)


def keep_away(member: Member, key: str) -> None:
    """The same for a layer that knows what the place is: its member has just left it."""
    Dismissal.objects.get_or_create(member=member, place=key)


def recall(member: Member, key: str) -> None:
    """It may be shown again."""
    Dismissal.objects.filter(member=member, place=key).delete()


def is_apart(member: Member) -> bool:
    return Apart.objects.filter(member=member).exists()


@transaction.atomic
def stand_apart(member: Member) -> None:
    """Be shown nothing, and leave the comparison: from the next night on it knows nothing of them."""
    Apart.objects.get_or_create(member=member)


def take_part(member: Member) -> None:
    Apart.objects.filter(member=member).delete()


def _alike(member: Member) -> list[Likeness]:
    """What goes with what a member reads, of what they neither read nor dismissed; the best candidates."""
    mine = places.read_by(member, likeness.since())
    rows = Likeness.objects.filter(community=member.community_id, place__in=mine).exclude(other__in=mine)
    found = rows.exclude(other__in=Dismissal.objects.filter(member=member).values("place"))
    return [row for rows in _by_place(found)[:LOOKED_AT] for row in rows]


def _by_place(rows: Iterable[Likeness]) -> list[list[Likeness]]:
    """Rows that lead to the same place together, and the places that most speaks for first."""
    found: dict[str, list[Likeness]] = defaultdict(list)
    for row in rows:
        found[row.other].append(row)
    return sorted(found.values(), key=lambda rows: (-sum(row.score for row in rows), rows[0].other))


def _explained(rows: list[Likeness], seen: dict[str, Place]) -> Suggestion:
    best = max(rows, key=lambda row: row.score)
    return Suggestion(seen[best.other], seen[best.place], best.people)
