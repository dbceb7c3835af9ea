"""Who is silent for longer than they use to be, and whom hosts choose to let go."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from community import access, clock
from community.belonging import tasks
from community.belonging.cleanup import MAY_GO
from community.belonging.models import Departure, Pace
from community.clock import now
from community.jobs.queue import queue
from community.members.models import Member
from community.moderation import audit
from community.moderation.audit import Moderator
from community.notifications import notices

NOTICE = timedelta(days=14)
PAGE = 50


def silent(member: Member, after: int = 0) -> list[Pace]:
    """Drifting and dormant members of one's community, by key: one more than a page where there are more.

    Raises:
        Forbidden: `forbidden`.
    """
    access.require_to_read(member, "people.see")
    rows = Pace.objects.filter(
        community=member.community_id, drifts_on__lte=clock.today("UTC"), member__left_at=None, member_id__gt=after
    )
    return list(rows.select_related("member").order_by("member_id")[: PAGE + 1])


def open_for(members: Iterable[int]) -> dict[int, Departure]:
    """By member, the departures that are announced and not done."""
    rows = Departure.objects.filter(member__in=list(members), done_at=None, back_at=None)
    return {row.member_id: row for row in rows}


@transaction.atomic
def announce(by: Member, ids: Iterable[int]) -> list[Departure]:
    """Tell dormant members that they leave in two weeks unless they come back. Those who may stay are passed over.

    Raises:
        Forbidden: `forbidden`.
    """
    access.require(by, "people.clean")
    chosen = _dormant(by.community_id).filter(pk__in=list(ids)).select_related("user", "community").order_by("pk")
    made = [departure for member in chosen if (departure := _open(by, member))]
    for departure in made:
        _tell(by, departure)
    return made


@transaction.atomic
def call_off(by: Member, member_id: int) -> None:
    """Let somebody stay after all."""
    access.require(by, "people.clean")
    if Departure.objects.filter(member=member_id, community=by.community_id, done_at=None, back_at=None).delete()[0]:
        member = Member.objects.get(pk=member_id)
        audit.record(Moderator(member=by), "call off departure", member, by.community_id, member)


def _dormant(community_id: int) -> QuerySet[Member]:
    rows = Member.objects.present().filter(community=community_id, user__isnull=False, role__in=MAY_GO)
    return rows.filter(pace__dormant_on__lte=clock.today("UTC"))


def _open(by: Member, member: Member) -> Departure | None:
    try:
        with transaction.atomic():
            told = {"community_id": member.community_id, "by": by.user, "due_at": now() + NOTICE}
            return Departure.objects.create(member=member, **told)
    except IntegrityError:
        return None  # they were told before


def _tell(by: Member, departure: Departure) -> None:
    member, data = departure.member, {"until": departure.due_at.isoformat()}
    notices.tell(member, "departing", key=f"departure:{departure.pk}", data=dict(data))
    audit.record(Moderator(member=by), "announce departure", member, member.community_id, member, **data)
    queue(tasks.write_departure, departure.pk)
