"""What members do in the stream, for whoever counts it. What two people say to each other is nobody else's to count."""

from django.db.models import F, QuerySet

from chat.models import Message, Reaction, Room, Seat
from community.activity import measures
from community.activity.measures import Measure

DIRECT = Room.Kind.DIRECT


def register() -> None:
    measures.register("messages", Measure(messages, "author", at="created_at", figure="said"))
    measures.register("reactions", Measure(reactions, "member", at="at"))
    measures.register("rooms read", Measure(rooms_read, "member", figure="read"))
    measures.register("liked messages", Measure(liked, "message__author", each="member", figure="liked"))


def messages(community_id: int) -> QuerySet[Message]:
    kind = Message.Kind.TEXT
    return Message.objects.filter(community=community_id, kind=kind, removal=None).exclude(room__kind=DIRECT)


def reactions(community_id: int) -> QuerySet[Reaction]:
    return Reaction.objects.filter(member__community=community_id).exclude(message__room__kind=DIRECT)


def rooms_read(community_id: int) -> QuerySet[Seat]:
    return Seat.objects.filter(room__community=community_id, read_seq__gt=0).exclude(room__kind=DIRECT)


def liked(community_id: int) -> QuerySet[Reaction]:
    """Reactions of others."""
    others = Reaction.objects.filter(message__community=community_id).exclude(member=F("message__author"))
    return others.exclude(message__room__kind=DIRECT)
