"""What is offered to somebody who wants to promote a conversation: its messages, a title, a category, tags."""

from board import audiences, policy
from board.models import Category, Thread
from board.promotion_shapes import ProposalShape
from chat import gist, history
from chat.conversations import proposals
from chat.conversations.proposals import Proposal
from chat.models import Message, Room
from community import access
from community.members.models import Member

TITLES = 20  # a category's latest threads, whose titles say what belongs there
CATEGORIES = 40
SUGGESTED_TAGS = 3


def offered(member: Member, anchor: Message) -> ProposalShape:
    """The conversation of a message, ready to be promoted.

    Raises:
        Forbidden: `forbidden`.
    """
    access.require_to_read(member, "promotion.create")
    proposal = proposals.of(anchor)
    category = fitting(member, anchor.room, proposal)
    ids = [message.pk for message in proposal.messages]
    return ProposalShape(
        anchor=anchor.pk,
        messages=history.shapes(Message.objects.filter(pk__in=ids).order_by("seq")),
        ticked=proposal.ticked,
        unsure=proposal.unsure,
        title=gist.title(proposal.talk),
        category=category.pk if category else None,
        tags=tags(proposal),
    )


def fitting(member: Member, room: Room, proposal: Proposal) -> Category | None:
    """Of the categories into which the room may be promoted freely, the one that fits, or else the first."""
    rows = Category.objects.visible_to(member).select_related("room").order_by("position", "pk")
    free = [category for category in rows[:CATEGORIES] if audiences.within(category, room)]
    found = (
        gist.suggest(proposal.talk, {category.pk: _said_of(category) for category in free}) if len(free) > 1 else None
    )
    return next((category for category in free if category.pk == found), free[0] if free else None)


def tags(proposal: Proposal) -> list[str]:
    words = [word for word in gist.keywords(proposal.talk) if len(word) <= policy.TAG]
    return policy.checked_tags(words[:SUGGESTED_TAGS])


def _said_of(category: Category) -> str:
    titles = Thread.objects.filter(category=category, removal=None).order_by("-last_at").values_list("title", flat=True)
    return "\n".join([category.name, category.description, *titles[:TITLES]])
