"""Telling members of the rules: when they changed, and again every so many days."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from community.clock import now
from community.members.models import Community, Member
from community.notifications import notices
from community.notifications.models import Notice
from community.rules import editions
from community.rules.models import Publicity, RulesVersion

KIND = "rules"
NEW_HERE = timedelta(days=30)  # who came a moment ago has just read them
PAGE = 500


def of_change(version: RulesVersion) -> None:
    """Tell who was there that the rules changed; again tells only those who were not told."""
    before = Member.objects.present().filter(community=version.community_id, joined_at__lt=version.at)
    others = before.exclude(pk=version.by_id) if version.by_id else before
    _tell(others, f"rules:{version.number}", {"number": version.number, "again": False}, version.why)


def begin_rounds() -> list[tuple[int, str]]:
    """The communities whose members are to be reminded now, each with the key of the round.

    A round is taken by one conditional UPDATE; one that was begun within the day is given again, for what its worker
    may have left.
    """
    return [(row.pk, key) for row in _with_rules() if (key := _round(row))]


def remind(community: Community, key: str) -> None:
    """Tell those who have been there for a while; again tells only those who were not told."""
    version = editions.newest(community)
    if version is None or not version.text:
        return
    settled = Member.objects.present().filter(community=community, joined_at__lt=now() - NEW_HERE, rules_due=None)
    _tell(settled, key, {"number": version.number, "again": True}, "")


def _with_rules() -> QuerySet[Community]:
    return Community.objects.exclude(rules="").select_related("publicity").order_by("pk")


def _round(community: Community) -> str | None:
    wishes = Publicity.objects.get_or_create(community=community)[0]
    if not wishes.every:
        return None
    last, moment = wishes.reminded_at, now()
    if last and last > moment - timedelta(days=1):
        return _key(last)
    version = editions.newest(community)
    told = max(filter(None, (last, version.at if version else None)), default=community.created_at)
    if told > moment - timedelta(days=wishes.every):
        return None
    mine = Publicity.objects.filter(pk=wishes.pk, reminded_at=last).update(reminded_at=moment)
    return _key(moment) if mine else None


def _key(moment: datetime) -> str:
    return f"rules:again:{moment:%Y-%m-%dT%H:%M:%S}"


def _tell(members: QuerySet[Member], key: str, data: dict[str, object], excerpt: str) -> None:
    for member in _untold(members.exclude(user=None), key):
        notices.tell(member, KIND, key=key, excerpt=excerpt, data=data)


def _untold(members: QuerySet[Member], key: str) -> Iterator[Member]:
    told = Exists(Notice.objects.filter(member=OuterRef("pk"), key=key))
    return members.exclude(told).order_by("pk").iterator(chunk_size=PAGE)
