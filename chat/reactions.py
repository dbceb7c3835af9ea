"""Reactions to messages."""

from unicodedata import category

from django.db import transaction

from chat import announce, policy
from chat.messages import found
from chat.models import Message, Reaction, Removal
from chat.shapes import MessageShape
from community import access
from community.errors import InvalidInput
from community.members.models import Member

KINDS = 20  # different emoji a message
_JOINERS = {"\u200d", "\ufe0f", "\u20e3"} | {chr(tag) for tag in range(0xE0020, 0xE0080)}  # tags spell regional flags


def checked(emoji: str) -> str:
    """The emoji, or `input.invalid` for anything with letters, spaces or control characters in it."""
    drawn = emoji.removesuffix("\u20e3").removesuffix("\ufe0f").strip("0123456789#*") if "\u20e3" in emoji else emoji
    fits = 0 < len(emoji) <= 32
    if fits and all(sign in _JOINERS or category(sign)[0] in "SM" for sign in drawn):
        return emoji
    raise InvalidInput("input.invalid", "This is not an emoji.", fields={"emoji": "not_an_emoji"})


def require_reaction(member: Member) -> None:
    access.require(member, "reaction.add")


@transaction.atomic
def add(member: Member, message: Message, emoji: str) -> MessageShape:
    """React; reacting twice with the same emoji is reacting once."""
    require_reaction(member)
    policy.require_voice_here(member, message.room)
    policy.require_standing(message)
    emoji = checked(emoji)
    message.room.advance()
    if Removal.objects.filter(message=message).exists():  # somebody was faster
        raise InvalidInput("message.removed", "The message was removed.")
    kinds = set(message.reactions.values_list("emoji", flat=True).distinct())
    if emoji not in kinds and len(kinds) >= KINDS:
        raise InvalidInput("reaction.too_many", "There are enough kinds of reactions.", limit=KINDS)
    Reaction.objects.get_or_create(message=message, member=member, emoji=emoji)
    return _changed(message)


@transaction.atomic
def take_back(member: Member, message: Message, emoji: str) -> MessageShape:
    emoji = checked(emoji)
    if not message.reactions.filter(member=member, emoji=emoji).exists():
        return found(message.pk)
    message.room.advance()
    message.reactions.filter(member=member, emoji=emoji).delete()
    return _changed(message)


def _changed(message: Message) -> MessageShape:
    Message.objects.filter(pk=message.pk, rev__gt=0).update(rev=message.room.rev)
    return announce.changed(message.room, "reacted", [message.pk])[0]
