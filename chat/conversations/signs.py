"""The promote sign: a reaction by which members say together that a conversation belongs on the board."""

from chat.conversations import suggestions
from chat.conversations.models import Link, Suggestion
from chat.models import Reaction, Seat
from community.members.models import Member

SIGN = "🧵"
NEEDED = ((20, 3), (150, 5))  # people in the room at the most, and how many of them it takes (Dunbar's two circles)
NEEDED_BEYOND = 7


def stands_on(message_id: int) -> bool:
    return Reaction.objects.filter(message=message_id, emoji=SIGN).exists()


def weigh(message_id: int) -> None:
    """Suggest the conversation of a message once enough members have given the sign to its messages."""
    link = Link.objects.select_related("conversation").filter(message=message_id).first()
    if link is None:
        return
    signs = Reaction.objects.filter(emoji=SIGN, message__link__conversation=link.conversation_id, message__removal=None)
    given_by = Member.objects.present().filter(pk__in=signs.values("member")).count()
    if given_by >= needed(Seat.objects.filter(room=link.room_id).count()):
        suggestions.make(link.conversation, Suggestion.Why.SIGN)


def needed(people: int) -> int:
    """How many signs it takes in a room of so many people."""
    return next((count for most, count in NEEDED if people <= most), NEEDED_BEYOND)
