"""What the parent's admins see of how tribes are kept: figures, and nothing that was said."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, Q

from community import access
from community.clock import now
from community.members.models import Community, Member
from community.moderation.models import Appeal, Case, Sanction
from community.moderation.queue.figures import Median

SPAN = timedelta(days=90)


@dataclass(frozen=True)
class Record:
    """A tribe's last ninety days.

    Attributes:
        late: open cases that somebody should have settled.
        median_hours: from the first report to the decision.
        overturned: sanctions that were lifted on appeal.
        waiting: appeals that nobody has answered, whenever they were made.
    """

    tribe: Community
    people: int
    open: int
    late: int
    settled: int
    median_hours: float | None
    sanctions: int
    appeals: int
    overturned: int
    waiting: int


def of(member: Member) -> list[Record]:
    """How the tribes of one's community are kept, each in a line: as many queries for many as for one.

    Raises:
        Forbidden: `forbidden`.
    """
    access.require_to_read(member, "tribe.oversee")
    tribes = list(Community.objects.filter(parent=member.community_id).order_by("name", "pk"))
    people, cases, sanctions, appeals = _people(tribes), _cases(tribes), _sanctions(tribes), _appeals(tribes)
    return [
        Record(
            tribe, people.get(tribe.pk, 0), *cases.get(tribe.pk, (0, 0, 0, None)), sanctions.get(tribe.pk, 0),
            *appeals.get(tribe.pk, (0, 0, 0)),
        )
        for tribe in tribes
    ]  # fmt: skip


def _people(tribes: list[Community]) -> dict[int, int]:
    rows = Member.objects.present().filter(community__in=tribes).values("community").annotate(n=Count("pk"))
    return {row["community"]: row["n"] for row in rows}


def _cases(tribes: list[Community]) -> dict[int, tuple[int, int, int, float | None]]:
    is_open, lately = Q(settled_at=None), Q(settled_at__gt=now() - SPAN)
    rows = Case.objects.filter(is_open | lately, community__in=tribes).values("community").annotate(
        open=Count("pk", filter=is_open), late=Count("pk", filter=is_open & Q(due_at__lt=now())),
        settled=Count("pk", filter=lately), took=Median(F("settled_at") - F("opened_at"), filter=lately),
    )  # fmt: skip
    return {row["community"]: (row["open"], row["late"], row["settled"], _hours(row["took"])) for row in rows}


def _sanctions(tribes: list[Community]) -> dict[int, int]:
    rows = Sanction.objects.filter(community__in=tribes, at__gt=now() - SPAN)
    return {row["community"]: row["n"] for row in rows.values("community").annotate(n=Count("pk"))}


def _appeals(tribes: list[Community]) -> dict[int, tuple[int, int, int]]:
    is_open, lately = Q(answered_at=None), Q(at__gt=now() - SPAN)
    rows = Appeal.objects.filter(is_open | lately, sanction__community__in=tribes).values("sanction__community")
    found = rows.annotate(
        made=Count("pk", filter=lately), up=Count("pk", filter=lately & Q(outcome=Appeal.Outcome.LIFTED)),
        open=Count("pk", filter=is_open),
    )  # fmt: skip
    return {row["sanction__community"]: (row["made"], row["up"], row["open"]) for row in found}


def _hours(took: timedelta | None) -> float | None:
    return round(took.total_seconds() / 3600, 1) if took is not None else None
