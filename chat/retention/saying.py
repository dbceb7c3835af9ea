"""The line in the stream that says for how long a room keeps what is said."""

from datetime import datetime
from uuid import uuid4

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from chat import announce, history
from chat.models import Message, Room
from community.clock import now
from community.members.models import Member


def say(by: Member, room: Room, days: int | None, since: datetime | None = None) -> None:
    """Say it in the community's language; call it with the room locked.

    Args:
        since: from when on, if not from now.
    """
    with override(room.community.locale.lower()):
        body = _words(days, since)
    room.advance(messages=1)
    line = Message.objects.create(
        community_id=room.community_id, room=room, author=by, client_id=uuid4(), seq=room.seq, rev=room.rev,
        kind=Message.Kind.SYSTEM, body=body, created_at=now(),
    )  # fmt: skip
    (shape,) = history.shapes(Message.objects.filter(pk=line.pk))
    announce.posted([(shape, room.gate)])


def _words(days: int | None, since: datetime | None) -> str:
    if days is None:
        return _("What is said here stays for good from now on.")
    told = {"days": days, "date": date_format(since, "DATE_FORMAT") if since else ""}
    return (_coming(days) if since else _now(days)) % told


def _now(days: int) -> str:
    return ngettext(
        "What is said here goes after %(days)d day, unless it is pinned or on the board.",
        "What is said here goes after %(days)d days, unless it is pinned or on the board.",
        days,
    )


def _coming(days: int) -> str:
    return ngettext(
        "From %(date)s on, what is said here goes after %(days)d day, unless it is pinned or on the board.",
        "From %(date)s on, what is said here goes after %(days)d days, unless it is pinned or on the board.",
        days,
    )
