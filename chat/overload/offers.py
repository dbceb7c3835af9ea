"""What would help a room now. Offers only: nothing here changes anything."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from chat.conversations.models import Conversation, Link
from chat.models import Room
from chat.overload import circles, graph, splits, talk
from chat.overload.minutes import WINDOW
from chat.overload.models import Limits, Load
from chat.overload.shapes import Offer
from community import access
from community.members.models import Member

PROMISING = 5  # messages of a conversation that is worth a thread
REDRAWN = timedelta(minutes=10)  # between two looks at who talks with whom while a room is overloaded
_NEEDS = {"promote_biggest": "promotion.create", "slow_mode": "room.edit", "auto_promote": "room.edit",
          "split": "room.edit"}  # fmt: skip


def of(room: Room, load: Load, limits: Limits, at: datetime) -> list[Offer]:
    """Everything that fits the room's state, whoever may take it."""
    if load.state == Room.Load.CALM:
        return []
    found = [Offer(kind="hint", conversation=None)] if load.state == Room.Load.BUSY else []
    if biggest := _biggest(room, at):
        found.append(Offer(kind="promote_biggest", conversation=biggest))
    return found if load.state == Room.Load.BUSY else found + _relief(room, load, limits)


def for_member(me: Member, load: Load, offers: list[Offer]) -> list[Offer]:
    """Those that a member may take."""
    return [offer for offer in offers if _is_for(me, load, offer)]


def draw(room: Room, load: Load, at: datetime) -> None:
    """Look again at who talks with whom, now and then; the meter is saved by whoever holds it."""
    if load.state == Room.Load.OVERLOADED and (load.drawn_at is None or at - load.drawn_at >= REDRAWN):
        week = talk.of(room, at)
        load.circle = graph.densest(week.exchanges, circles.LEAST, circles.MOST)
        load.people = len(week.people)
        load.drawn_at = at


def _relief(room: Room, load: Load, limits: Limits) -> list[Offer]:
    wanted = {
        "slow_mode": not room.slow_seconds,
        "auto_promote": limits.relief != Limits.Relief.AUTOMATIC,
        "circle": bool(load.circle),
        "split": load.people > splits.PAST,
    }
    return [Offer.model_validate({"kind": kind, "conversation": None}) for kind, fits in wanted.items() if fits]


def _biggest(room: Room, at: datetime) -> int | None:
    """The biggest conversation that goes on now and has messages that do not stand in a thread yet."""
    loose = Link.objects.filter(conversation=OuterRef("pk"), message__fold=None, message__removal=None)
    live = Conversation.objects.filter(room=room, last_at__gt=at - WINDOW, messages__gte=PROMISING)
    return live.filter(Exists(loose)).order_by("-messages", "pk").values_list("pk", flat=True).first()


def _is_for(me: Member, load: Load, offer: Offer) -> bool:
    if offer.kind == "circle":
        return me.pk in load.circle and access.can(me, "room.circle")
    return offer.kind not in _NEEDS or access.can(me, _NEEDS[offer.kind])
