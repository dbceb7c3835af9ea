"""Whole conversations promoted at once, by hosts or by a room's own policy. Always quietly."""

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from board import promotions, proposing
from board.models import Category
from board.promotion_shapes import PromotionShape, RefusedConversation, Relieved
from chat import gist
from chat.conversations import gists, proposals, suggestions
from chat.conversations.models import Conversation, Suggestion
from chat.models import Message, Room
from chat.overload.models import Limits
from community import access
from community.activity.models import Activity
from community.errors import InvalidInput, Refusal
from community.members.models import Member

AT_ONCE = 20  # conversations promoted in one go


def promote(member: Member, room: Room, conversation_ids: list[int], category: Category) -> Relieved:
    """Promote many conversations, each for itself: what stands against one does not stop the others.

    Raises:
        Forbidden: `forbidden`.
        InvalidInput: `promotion.too_many`.
    """
    access.require(member, "suggestion.decide")
    if len(conversation_ids) > AT_ONCE:
        raise InvalidInput("promotion.too_many", "These are too many conversations.", limit=AT_ONCE)
    answer = Relieved(done=[], refused=[])
    for conversation in Conversation.objects.filter(pk__in=conversation_ids, room=room).order_by("first_seq"):
        try:
            answer.done.append(_carry(member, conversation, category))
        except Refusal as refusal:
            answer.refused.append(RefusedConversation(conversation=conversation.pk, error=refusal.as_dict()))
    return answer


def steer(member: Member, conversation: Conversation, category: Category) -> PromotionShape:
    """ "Carry on over there": take a conversation to the board with everyone who took part; they follow it there.

    Raises:
        Forbidden: `forbidden`; `promotion.audience` where more people would read it.
        InvalidInput: `promotion.empty`.
    """
    access.require(member, "suggestion.decide")
    return _carry(member, conversation, category)


@transaction.atomic
def _carry(member: Member, conversation: Conversation, category: Category) -> PromotionShape:
    messages = list(_free(conversation))
    title = gist.title(gists.talk(messages))
    ids = [message.pk for message in messages]
    done = promotions.propose(member, conversation.room, ids, _long_enough(title, category), category)
    suggestions.settle([conversation.pk], member)
    return done


def made(suggestion: Suggestion) -> None:
    """Carry a suggestion out at once where the room's hosts want that, in the name of the one who said so."""
    limits = Limits.of(suggestion.room)
    if limits.relief != Limits.Relief.AUTOMATIC or not (host := _who_asked_for_it(suggestion.room)):
        return
    conversation = suggestion.conversation
    anchor = _free(conversation)[:1]
    if anchor and (category := proposing.fitting(host, suggestion.room, proposals.of(anchor[0]))):
        try:
            _carry(host, conversation, category)
        except Refusal:
            return  # it stays a suggestion


def _free(conversation: Conversation) -> QuerySet[Message]:
    """The messages of a conversation that stand, and in no thread yet; one more than could be promoted is enough."""
    rows = Message.objects.filter(link__conversation=conversation, removal=None, fold=None)
    return rows.select_related("author", "link").order_by("seq")[: settings.OXBOW["PROMOTION"] + 1]


def _long_enough(title: str, category: Category) -> str:
    """A conversation of emoji alone has no title of its own: it is called after its category."""
    return title if len(title) >= 3 else f"{category.name} {title}".strip().ljust(3, "…")


def _who_asked_for_it(room: Room) -> Member | None:
    acts = Activity.objects.filter(verb="room.limits", object=f"room:{room.pk}", data__relief="automatic")
    act = acts.select_related("actor").order_by("-pk").first()
    return act.actor if act and act.actor and act.actor.is_present() else None
