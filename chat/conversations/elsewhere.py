""" "Carry on over there": a conversation that goes on in another open room. What was said stays where it is.

Nothing of it is shown over there, so nobody reads more than before, whatever kind of room it comes from; and everybody
in the old room can follow, because the other one is open.
"""

from uuid import UUID

from django.db import transaction

from chat import mentions, messages, policy, rooms
from chat.conversations.models import Conversation
from chat.models import Message, Room
from community import access
from community.activity.models import record
from community.errors import InvalidInput, NotFound
from community.members.models import Member, MemberQuerySet


@transaction.atomic
def carry_on(
    host: Member, conversation: Conversation, client_id: UUID, *, room_id: int | None = None, name: str | None = None
) -> Room:
    """Seat everybody in a conversation in another open room, or in a new one, and say in the old one where it is.

    Args:
        client_id: the client's own id of this act; the same again does nothing more.
        room_id, name: the room there is, or what the new one is called.

    Raises:
        Forbidden: `forbidden`, `room.read_only`, `member.silenced`.
        InvalidInput: neither a room nor a name, or both.
        NotFound: there is no such open room.
    """
    access.require(host, "suggestion.decide")
    place = _place(host, conversation.room, client_id, room_id, name)
    if not Message.objects.filter(author=host, client_id=client_id).exists():
        policy.require_post(host, place)
        last = _said(conversation).select_related("author").last()
        _show_the_way(host, conversation.room, place, client_id, last)
        _bring_everybody(host, conversation, place, last)
        record(host, "conversation.carry_on", conversation, room=place.pk)
    return place


def _place(host: Member, origin: Room, client_id: UUID, room_id: int | None, name: str | None) -> Room:
    if name is not None and room_id is None:
        return rooms.create(host, Room.Kind.OPEN, name, client_id=client_id)
    if room_id is None or name is not None:
        raise InvalidInput("input.invalid", "A room, or the name of a new one.", fields={"room": "mismatch"})
    there = Room.objects.visible_to(host).filter(kind=Room.Kind.OPEN, archived_at=None).exclude(pk=origin.pk)
    if (room := there.filter(pk=room_id).first()) is None:
        raise NotFound("room")
    return room


def _show_the_way(host: Member, origin: Room, place: Room, client_id: UUID, last: Message | None) -> None:
    """Say it as an answer to the last message, whose words a quote shows only for as long as they stand."""
    name = place.name.replace("@", "＠")  # a name calls nobody
    body = f"{name}\n/c/{host.community.slug}/r/{place.pk}"
    messages.post(host, origin, body, client_id=client_id, reply_to=last.pk if last else None, limited=False)


def _bring_everybody(host: Member, conversation: Conversation, place: Room, last: Message | None) -> None:
    """One line in the inbox each; whoever spoke last gets the answer instead, as it leads to the same place."""
    answered = last.author if last else host
    guests = _people(conversation).exclude(pk=host.pk)
    why: dict[str, object] = {"room": conversation.room_id, "conversation": conversation.pk}
    rooms.bring(host, place, guests.exclude(pk=answered.pk), why)
    if guests.filter(pk=answered.pk).exists():
        rooms.join(answered, place)


def _people(conversation: Conversation) -> MemberQuerySet:
    """Those whose words stand in it and who can still read the room; not those known from imported talk only."""
    here = mentions.readers(conversation.room).filter(user__isnull=False)
    return here.filter(pk__in=_said(conversation).values("author")).order_by("pk")


def _said(conversation: Conversation):
    return Message.objects.filter(link__conversation=conversation, removal=None).order_by("seq")
