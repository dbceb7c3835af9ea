"""Following a conversation: its news come first in catch-up."""

from django.db import transaction

from chat.catchup.models import Follow
from chat.conversations.models import Conversation, Link
from chat.models import Message
from community.members.models import Member, MemberQuerySet


@transaction.atomic
def follow(member: Member, conversation: Conversation) -> None:
    """Follow the conversation that the first of its messages belongs to, now and after any re-grouping."""
    if _of(member, conversation).exists():
        return
    links = Link.objects.filter(conversation=conversation)
    first = links.filter(message__removal=None).order_by("seq").first() or links.order_by("seq").first()
    if first:
        followed = {"member": member, "message_id": first.message_id}
        Follow.objects.get_or_create(**followed, defaults={"room_id": conversation.room_id})


def unfollow(member: Member, conversation: Conversation) -> None:
    _of(member, conversation).delete()


def followers(message_ids: list[int]) -> MemberQuerySet:
    """Who follows a conversation that one of these messages belongs to."""
    conversations = Link.objects.filter(message__in=message_ids).values("conversation")
    messages = Message.objects.filter(link__conversation__in=conversations)
    return Member.objects.present().filter(pk__in=Follow.objects.filter(message__in=messages).values("member"))


def _of(member: Member, conversation: Conversation):
    return Follow.objects.filter(member=member, message__link__conversation=conversation)
