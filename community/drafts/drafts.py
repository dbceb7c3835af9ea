"""Saving and dropping drafts; the last device to write wins."""

import re

from community.clock import now
from community.drafts.models import Draft
from community.drafts.shapes import DraftSaved, DraftShape, SaveDraft
from community.errors import InvalidInput
from community.members.models import Member
from community.realtime.publish import publish

MOST = 200  # drafts a member; the oldest go first
_PLACE = re.compile(r"(room|thread|reply|category):[0-9]{1,18}")


def save(member: Member, place: str, wanted: SaveDraft) -> Draft:
    """Keep what was written so far in a place such as `room:5`.

    Raises:
        InvalidInput: the place is not one that can hold a draft.
    """
    _require_place(place)
    draft, created = Draft.objects.update_or_create(
        member=member, place=place, defaults={"body": wanted.body, "data": wanted.data, "updated_at": now()}
    )
    if created:
        _drop_oldest(member)
    _announce(draft)
    return draft


def drop(member: Member, place: str) -> None:
    _require_place(place)
    if Draft.objects.filter(member=member, place=place).delete()[0]:
        _announce(Draft(member=member, place=place))


def _require_place(place: str) -> None:
    if not _PLACE.fullmatch(place):
        raise InvalidInput("input.invalid", "There are no drafts in such a place.", fields={"place": "unknown"})


def _drop_oldest(member: Member) -> None:
    beyond = member.drafts.order_by("-updated_at").values("pk")[MOST:]
    Draft.objects.filter(pk__in=list(beyond.values_list("pk", flat=True))).delete()


def _announce(draft: Draft) -> None:
    publish(f"member.{draft.member_id}", DraftSaved(draft=DraftShape.of(draft)))
