"""Each member's level: where it begins, how it grows every night, and what sanctions do to it.

A level that was earned stays earned. A sanction by somebody's hand puts a member under the limits of newcomers for as
long as it lasts and a month more; afterwards, or when it is lifted, they stand where they stood.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from community import access, firsts
from community.activity import measures
from community.clock import now
from community.members.models import Community, Member
from community.moderation.models import Case, Sanction
from community.trust import levels, newcomers, openings
from community.trust.models import Standing
from community.trust.shapes import StandingShape, level_of, of_needs

AFTERWARDS = timedelta(days=30)  # under the limits of newcomers once a sanction is over
AT_ONCE = 1_000  # rows that are written together
DAY = timedelta(days=1)

_BEGIN = """
INSERT INTO trust_standing (member_id, community_id, level, since, visits, figures)
SELECT id, community_id, level, now(), 0, '{}' FROM members_member member
 WHERE community_id = %s AND user_id IS NOT NULL AND left_at IS NULL
   AND NOT EXISTS (SELECT FROM trust_standing WHERE member_id = member.id)
    ON CONFLICT DO NOTHING
"""
_VISITS = """
UPDATE trust_standing SET visits = visits + 1, visited_on = account.last_seen_on
  FROM members_member member JOIN members_user account ON account.id = member.user_id
 WHERE member.id = member_id AND trust_standing.community_id = %s AND account.last_seen_on >= member.joined_at::date
   AND (visited_on IS NULL OR visited_on < account.last_seen_on)
"""


def begin(member: Member) -> None:
    """Where somebody stands who has just come in: as a newcomer, unless the community is just beginning itself."""
    is_new = now() - member.joined_at < DAY and not is_founding(member.community)
    level = levels.NEWCOMER if is_new else level_of(member)
    is_first = firsts.write(Standing(member=member, community_id=member.community_id, level=level))
    if is_first and member.level != level:
        Member.objects.filter(pk=member.pk).update(level=level)
        member.level = level


def reckon(community_id: int) -> None:
    """Count anew what the members of a community did, and raise whoever has earned it. Safe to do again."""
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN, [community_id])
        cursor.execute(_VISITS, [community_id])
    counted, punished = measures.figures(community_id), _last_sanctions(community_id)
    rows = Standing.objects.filter(community=community_id, member__left_at=None).select_related("member").order_by("pk")
    batch: list[Standing] = []
    for standing in rows.iterator(AT_ONCE):
        others = {name: counts[standing.pk] for name, counts in counted.items()}
        standing.figures = others | _own(standing, punished.get(standing.pk))
        batch.append(standing)
        if len(batch) == AT_ONCE:
            _keep(batch)
            batch = []
    _keep(batch)


def lower(sanction: Sanction) -> None:
    """Put a member under the limits of newcomers after a sanction that somebody imposed."""
    if sanction.grade == Sanction.Grade.NOTICE or not (sanction.by_id or sanction.vote):
        return
    begin(sanction.member)
    _settle(sanction.member, _lowered_until(sanction.member))


def raise_again(sanction: Sanction) -> None:
    """A sanction was lifted: the member stands where they stood, as far as no other one holds them down."""
    if Standing.objects.filter(member=sanction.member).exists():
        _settle(sanction.member, _lowered_until(sanction.member))


def explained(member: Member) -> StandingShape:
    """Where a member stands, and what the next level takes."""
    begin(member)
    standing = Standing.objects.get(member=member)
    following = levels.after(standing.level)
    have = standing.figures | _own(standing, _last_sanctions(member.community_id, member).get(member.pk), member)
    return StandingShape(
        level=level_of(member), since=standing.since,
        lowered_until=standing.lowered_until if standing.is_lowered() else None,
        next=following,
        needs=of_needs(levels.NEEDS[following] if following else {}, have),
        opened=openings.opened(member), opens=openings.told_of(following) if following else [],
        waiting=_waiting(member.community_id) if access.can(member, "queue.count") else None,
        limits=newcomers.limits() if newcomers.binds(member) else None, counted_at=standing.counted_at,
    )  # fmt: skip


def _waiting(community_id: int) -> int:
    """How much waits for a moderator."""
    return Case.objects.filter(community=community_id, settled_at=None).count()


def is_founding(community: Community) -> bool:
    """Whether a community is so young that everybody in it is new."""
    return now() - community.created_at < timedelta(days=settings.OXBOW["FOUNDING_DAYS"])


def _own(standing: Standing, punished: datetime | None, member: Member | None = None) -> dict[str, int]:
    """The figures that need no counting."""
    joined = (member or standing.member).joined_at
    clean = (now() - punished).days if punished else levels.NEVER
    return {"days": (now() - joined).days, "visits": standing.visits, "clean": clean}


def _last_sanctions(community_id: int, member: Member | None = None) -> dict[int, datetime]:
    """When members last had something imposed on them by somebody that still counts."""
    rows = Sanction.objects.filter(community=community_id, lifted_at=None).exclude(by=None, vote="")
    rows = rows.exclude(grade=Sanction.Grade.NOTICE)
    if member:
        rows = rows.filter(member=member)
    return dict(rows.order_by().values_list("member").annotate(last=Max("at")))


def _keep(batch: Iterable[Standing]) -> None:
    moment = now()
    rows = list(batch)
    for standing in rows:
        standing.counted_at = moment
    Standing.objects.bulk_update(rows, ["figures", "counted_at"])
    for standing in rows:
        level = levels.higher(standing.level, levels.earned(standing.figures))
        if level != standing.level or standing.member.level != _shown(standing, level):
            _raise(standing, level)


@transaction.atomic
def _raise(standing: Standing, level: str) -> None:
    held = Standing.objects.select_for_update().get(pk=standing.pk)  # a sanction may come at the same moment
    if level != held.level:
        held.level, held.since = level, now()
        held.save(update_fields=["level", "since"])
    Member.objects.filter(pk=held.pk).update(level=_shown(held, level))


@transaction.atomic
def _settle(member: Member, lowered_until: datetime | None) -> None:
    held = Standing.objects.select_for_update().get(member=member)
    held.lowered_until = lowered_until
    held.save(update_fields=["lowered_until"])
    member.level = _shown(held, held.level)
    Member.objects.filter(pk=member.pk).update(level=member.level)


def _shown(standing: Standing, level: str) -> str:
    """The level that counts: what is earned, unless a sanction holds it down."""
    return levels.NEWCOMER if standing.is_lowered() else level


def _lowered_until(member: Member) -> datetime | None:
    """Until when what stands against a member holds them down."""
    rows = Sanction.objects.filter(member=member, lifted_at=None).exclude(by=None, vote="")
    rows = rows.exclude(grade=Sanction.Grade.NOTICE)
    ends: list[datetime] = [(until or at) + AFTERWARDS for at, until in rows.values_list("at", "until")]
    return max((end for end in ends if end > now()), default=None)
