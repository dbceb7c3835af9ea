"""What the stream adds to a member's daily brief. Only what can be read, stands, and is not read yet."""

from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from chat import listing
from chat.models import Message, Room, Seat
from chat.shapes import RoomShape
from community.members.models import Member
from community.notifications.letters import BriefItem
from community.notifications.models import Notice
from community.text import excerpt

MOST = 10  # lines a section
_SAID = ("mention", "mention_all", "reply")


def calls(member: Member, since: datetime) -> list[BriefItem]:
    """Messages that name a member or answer them, the newest first."""
    unread = member.notices.filter(kind__in=_SAID, place__startswith="room:", read_at=None, created_at__gt=since)
    rows = list(unread.order_by("-pk")[: MOST * 5])
    messages = _readable(member, [row.data.get("message") for row in rows])
    found = [(row, messages[row.data["message"]]) for row in rows if row.data.get("message") in messages]
    return [_call(member, row, message) for row, message in found[:MOST]]


def rooms(member: Member, since: datetime) -> list[BriefItem]:
    """Rooms that a member hears everything of, and in which there is something new, the liveliest first."""
    items = (_room(member, room, since) for room in listing.rooms(member))
    return [item for item in items if item][:MOST]


def _readable(member: Member, ids: list[int]) -> dict[int, Message]:
    """Those of the messages that the member may read and has not read."""
    read = Seat.objects.filter(room=OuterRef("room"), member=member).values("read_seq")
    rows = (
        Message.objects.filter(pk__in=ids, room__in=Room.objects.visible_to(member), removal=None)
        .annotate(read=Coalesce(Subquery(read), 0))
        .select_related("room", "author")
    )
    return {message.pk: message for message in rows if message.seq > message.read}


def _call(member: Member, notice: Notice, message: Message) -> BriefItem:
    place = message.room.name or _("a private conversation")
    return BriefItem(
        title=_call_title(notice.kind) % {"name": message.author.name, "room": place},
        excerpt=excerpt(message.body),
        url=f"/c/{member.community.slug}/r/{message.room_id}/m/{message.pk}",
    )


def _call_title(kind: str) -> str:
    if kind == "reply":
        return _("%(name)s answered you in %(room)s")
    if kind == "mention_all":
        return _("%(name)s called everybody in %(room)s")
    return _("%(name)s mentioned you in %(room)s")


def _room(member: Member, room: RoomShape, since: datetime) -> BriefItem | None:
    """A room with news, or None where there are none, or none that the member wants to hear of."""
    mine, last = room.mine, room.last
    if mine is None or last is None or mine.level != Seat.Level.ALL or not mine.unread or last.at <= since:
        return None
    return BriefItem(
        title=room.peer.name if room.peer else room.name,
        excerpt=_("%(name)s: %(text)s") % {"name": last.author, "text": last.excerpt} if last.excerpt else "",
        url=f"/c/{member.community.slug}/r/{room.id}",
        count=mine.unread,
    )
