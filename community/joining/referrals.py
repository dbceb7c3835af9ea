"""Who came through whom."""

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from community import access
from community.errors import NotFound
from community.members.models import Member


def of(member: Member, host_id: int | None = None) -> QuerySet[Member]:
    """Those who came through a member, or those whom nobody brought and who brought somebody; the first one first.

    Hosts see the whole tree, anybody their own branch. Each row knows how many it `brought`.

    Raises:
        Forbidden: `forbidden`.
        NotFound: the host is of another community.
    """
    if host_id != member.pk:
        access.require_to_read(member, "referral.read")
    there = Member.objects.filter(community=member.community_id)
    if host_id is None:
        return _counted(there.filter(invited_by=None)).filter(brought__gt=0).order_by("pk")
    if not there.filter(pk=host_id).exists():
        raise NotFound("member")
    return _counted(there.filter(invited_by=host_id)).order_by("pk")


def _counted(rows: QuerySet[Member]) -> QuerySet[Any]:
    guests = Member.objects.filter(invited_by=OuterRef("pk")).order_by().values("invited_by")
    count = guests.annotate(count=Count("pk")).values("count")
    return rows.annotate(brought=Coalesce(Subquery(count), Value(0)))


def brought(member: Member) -> int:
    return Member.objects.filter(Q(invited_by=member.pk)).count()
