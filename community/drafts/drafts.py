"""Saving and dropping drafts. A device that says what it built upon cannot write over what it never saw."""

import re

from django.db import connection, transaction

from community.clock import now
from community.drafts.models import Draft
from community.drafts.shapes import DraftSaved, DraftShape, SaveDraft
from community.errors import Conflict, InvalidInput
from community.members.models import Member
from community.realtime.publish import publish

MOST = 200  # drafts a member; the oldest go first
_JOIN = """
UPDATE drafts_draft AS kept SET body = kept.body || E'\\n\\n' || other.body, rev = kept.rev + 1
  FROM drafts_draft AS other WHERE kept.member_id = other.member_id AND kept.place = %s AND other.place = %s
"""
_PLACE = re.compile(r"(room|thread|reply|category|appeal|hearing):[0-9]{1,18}")


def save(member: Member, place: str, wanted: SaveDraft) -> Draft:
    """Keep what was written so far in a place such as `room:5`.

    Raises:
        InvalidInput: the place is not one that can hold a draft.
        Conflict: another device changed the draft since the revision that this one built upon.
    """
    _require_place(place)
    draft, created = _claim(member, place, wanted)
    if created:
        _drop_oldest(member)
    _announce(draft)
    return draft


@transaction.atomic
def _claim(member: Member, place: str, wanted: SaveDraft) -> tuple[Draft, bool]:
    """The draft with these words; its row is held, so that of two devices the second sees the first."""
    words = {"body": wanted.body, "data": wanted.data, "updated_at": now()}
    first = {"rev": (wanted.base or 0) + 1}
    mine = Draft.objects.select_for_update()
    draft, created = mine.get_or_create(member=member, place=place, defaults=words | first)
    if created:
        return draft, True
    if wanted.base not in (None, draft.rev) and (draft.body, draft.data) != (wanted.body, wanted.data):
        raise Conflict("draft.changed", "Another device changed this draft.", draft=DraftShape.of(draft).wire())
    for name, value in words.items():
        setattr(draft, name, value)
    draft.rev += 1
    draft.save()
    return draft, False


def drop(member: Member, place: str, base: int | None = None) -> None:
    """Let go of what was sent or given up; what another device wrote after the revision `base` stays, and is told."""
    _require_place(place)
    mine = Draft.objects.filter(member=member, place=place)
    known = mine if base is None else mine.filter(rev__lte=base)
    if known.delete()[0]:
        _announce(Draft(member=member, place=place))
    elif later := mine.first():
        _announce(later)


def _require_place(place: str) -> None:
    if not _PLACE.fullmatch(place):
        raise InvalidInput("input.invalid", "There are no drafts in such a place.", fields={"place": "unknown"})


def _drop_oldest(member: Member) -> None:
    beyond = member.drafts.order_by("-updated_at").values("pk")[MOST:]
    Draft.objects.filter(pk__in=list(beyond.values_list("pk", flat=True))).delete()


def _announce(draft: Draft) -> None:
    publish(f"member.{draft.member_id}", DraftSaved(draft=DraftShape.of(draft)))


@transaction.atomic
def rehouse(old: str, new: str) -> None:
    """What was begun in one place is begun in another; where it was in both, it stands there below."""
    with connection.cursor() as cursor:
        cursor.execute(_JOIN, [new, old])
    Draft.objects.filter(place=old, member__drafts__place=new).delete()
    Draft.objects.filter(place=old).update(place=new)
