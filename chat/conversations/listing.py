"""A room's conversations, for those who can read the room."""

from chat import history
from chat.conversations import gists
from chat.conversations.models import Conversation, Link, Suggestion
from chat.conversations.shapes import ConversationShape, Links, LinkShape, SuggestionShape
from chat.models import Message, Room
from chat.shapes import MessageShape
from community.errors import NotFound
from community.members.models import Member, User

PAGE = 20
MESSAGES = 50
PLACES = 200  # places whose links are asked for at once


def seen_by(user: User, conversation_id: int) -> tuple[Conversation, Member]:
    """A conversation in a room that an account can read, and who it is there; raises `not_found`."""
    rooms = Room.objects.visible_to_user(user)
    found = Conversation.objects.select_related("room").filter(pk=conversation_id, room__in=rooms, messages__gt=0)
    conversation = found.first()
    if conversation is None:
        raise NotFound("conversation")
    return conversation, Member.objects.of_user(user).get(community=conversation.community_id)


def page(room: Room, before: int | None) -> tuple[list[ConversationShape], str | None]:
    """Conversations, the latest first; the last place of the last one leads to the next page."""
    rows = Conversation.objects.filter(room=room, messages__gt=0).order_by("-last_seq")
    found = list((rows.filter(last_seq__lt=before) if before else rows)[: PAGE + 1])
    more = str(found[PAGE - 1].last_seq) if len(found) > PAGE else None
    return shaped(found[:PAGE]), more


def shaped(conversations: list[Conversation]) -> list[ConversationShape]:
    talks = gists.talks(conversation.pk for conversation in conversations)
    return [gists.shaped(conversation, talks[conversation.pk]) for conversation in conversations]


def messages(conversation: Conversation, after: int) -> tuple[list[MessageShape], str | None]:
    """The messages of a conversation, in order."""
    rows = Message.objects.filter(link__conversation=conversation, seq__gt=after).order_by("seq")
    found = history.shapes(rows[: MESSAGES + 1])
    return found[:MESSAGES], str(found[MESSAGES - 1].seq) if len(found) > MESSAGES else None


def links(room: Room, first: int, last: int) -> Links:
    last = min(last, first + PLACES - 1)
    rows = Link.objects.filter(room=room, seq__range=(first, last)).order_by("seq")
    return Links(links=[LinkShape.of(row) for row in rows])


def suggested(suggestions: list[Suggestion]) -> list[SuggestionShape]:
    talks = gists.talks(suggestion.conversation_id for suggestion in suggestions)
    return [_suggested(suggestion, talks[suggestion.conversation_id]) for suggestion in suggestions]


def _suggested(suggestion: Suggestion, said: list[Message]) -> SuggestionShape:
    told = gists.talk(said)
    return SuggestionShape(
        id=suggestion.pk,
        room=suggestion.room_id,
        why=suggestion.why,
        conversation=gists.shaped(suggestion.conversation, said, told),
        lines=gists.lines(said, told),
        created_at=suggestion.created_at,
    )
