"""The inbox: telling a member something once, and forgetting it once it was read where it happened or is gone."""

import json
from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from community.clock import now
from community.members.models import Member
from community.notifications.models import Notice
from community.notifications.shapes import NoticeAdded, NoticeShape, NoticesRead
from community.realtime.publish import publish

_REHOUSE = """
UPDATE notifications_notice AS notice
   SET place = %s, number = told.number, data = data || %s::jsonb || jsonb_build_object('seq', told.number)
  FROM unnest(%s::text[], %s::bigint[]) AS told(key, number) WHERE notice.key = told.key
"""
_LEAD_ON = "UPDATE notifications_notice SET place = %s, data = data || %s::jsonb WHERE place = %s"

_listeners: list[Callable[[Notice], None]] = []


def when_told(listener: Callable[[Notice], None]) -> None:
    """Have a function called with every new notice, in the transaction that wrote it."""
    _listeners.append(listener)


def tell(
    member: Member,
    kind: str,
    *,
    key: str,
    actor: Member | None = None,
    place: str = "",
    number: int = 0,
    excerpt: str = "",
    data: dict[str, object] | None = None,
) -> Notice | None:
    """Put a line into a member's inbox; the same key again does nothing and gives None.

    Args:
        key: what makes this telling unique for the member, such as `message:812`.
        place: where it happened, `room:5` or `thread:2`, or empty.
        number: its `seq` there.
    """
    told = {
        "community_id": member.community_id, "kind": kind, "actor": actor, "place": place, "number": number,
        "excerpt": excerpt[:200], "data": data or {},
    }  # fmt: skip
    notice, created = Notice.objects.get_or_create(member=member, key=key, defaults=told)
    if not created:
        return None
    publish(f"member.{member.pk}", NoticeAdded(notice=NoticeShape.of(notice), unread=unread(member)))
    for listener in _listeners:
        listener(notice)
    return notice


def keep_line(member: Member, kind: str, *, key: str, place: str, number: int, **told: Any) -> None:
    """Have one unread line of this kind for a place: what comes later takes its place, anything else changes it.

    Call it, and `drop_line`, under a lock of what the line is made of. The arguments are those of `tell`.
    """
    old = _lines(member, kind, place).select_for_update().first()
    if old and old.number >= number:
        _change(old, {"key": key, "number": number} | told)
        return
    if old:
        old.delete()
    tell(member, kind, key=key, place=place, number=number, **told)


def drop_line(member: Member, kind: str, place: str) -> None:
    """Take the unread line of this kind for a place out of a member's inbox."""
    _drop(_lines(member, kind, place))


def unread(member: Member) -> int:
    return member.notices.filter(read_at=None).count()


def read_up_to(member: Member, place: str, number: int) -> None:
    """What was read where it happened needs no line in the inbox any more."""
    _mark(member, member.notices.filter(place=place, number__lte=number, read_at=None))


def read(member: Member, ids: list[int] | None) -> None:
    """Mark some lines of the inbox as read, or all of them with None."""
    rows = member.notices.filter(read_at=None)
    _mark(member, rows if ids is None else rows.filter(pk__in=ids))


def reword(key: str, excerpt: str) -> None:
    """What was told under a key says something else now; lines that were read stay as they were read."""
    Notice.objects.filter(key=key, read_at=None).exclude(excerpt=excerpt[:200]).update(excerpt=excerpt[:200])


def withdraw(*keys: str) -> None:
    """Take what was told under these keys out of every inbox: the words are gone."""
    _drop(Notice.objects.filter(key__in=keys))


def drop_unread(member: Member, prefix: str) -> None:
    """Take the unread lines whose keys begin like this out of a member's inbox: another takes their place."""
    _drop(member.notices.filter(key__startswith=prefix, read_at=None))


def forget_place(member: Member, place: str) -> None:
    """Take what happened in a place out of a member's inbox: they may not read there any more."""
    _drop(member.notices.filter(place=place))


def rehouse(numbers: dict[str, int], place: str, data: dict[str, object]) -> None:
    """What was told under these keys happened elsewhere, from now on: there, and with these numbers."""
    with connection.cursor() as cursor:
        cursor.execute(_REHOUSE, [place, json.dumps(data), list(numbers), list(numbers.values())])


def lead_on(place: str, new: str, data: dict[str, object]) -> None:
    """What is left that happened in one place is told of another."""
    with connection.cursor() as cursor:
        cursor.execute(_LEAD_ON, [new, json.dumps(data), place])


def _lines(member: Member, kind: str, place: str) -> QuerySet[Notice]:
    return member.notices.filter(kind=kind, place=place, read_at=None)


def _change(notice: Notice, told: dict[str, Any]) -> None:
    changes = {name: value for name, value in told.items() if getattr(notice, name) != value}
    for name, value in changes.items():
        setattr(notice, name, value)
    if changes:
        notice.save(update_fields=list(changes))
        publish(f"member.{notice.member_id}", NoticeAdded(notice=NoticeShape.of(notice), unread=unread(notice.member)))


def _drop(rows: QuerySet[Notice]) -> None:
    gone = list(rows.select_related("member").order_by("member", "pk"))
    Notice.objects.filter(pk__in=[notice.pk for notice in gone]).delete()
    for member, notices in groupby(gone, key=lambda notice: notice.member):
        ids = [notice.pk for notice in notices]
        publish(f"member.{member.pk}", NoticesRead(ids=ids, unread=unread(member), gone=True))


def _mark(member: Member, rows: QuerySet[Notice]) -> None:
    ids = list(rows.values_list("pk", flat=True))
    if ids and Notice.objects.filter(pk__in=ids, read_at=None).update(read_at=now()):
        publish(f"member.{member.pk}", NoticesRead(ids=ids, unread=unread(member)))
