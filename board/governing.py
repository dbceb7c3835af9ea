"""Where proposals are talked over: a thread each, in the first category that every member reads."""

from uuid import UUID, uuid5

from django.utils.translation import gettext, override

from board import posts, threads
from board.models import Category, Thread
from community.clock import now
from community.errors import Refusal
from community.governance import discussions
from community.governance.discussions import Board
from community.governance.models import Proposal
from community.members.models import Community, Member

_SPACE = UUID("7f9f1e1e-6e0a-4b60-9d0c-4f1f3b8d5a51")
_SOURCE = "oxbow:vote"  # who says in a thread what came of a vote: nobody in person


def register() -> None:
    discussions.register(Board(open_for, conclude))


def open_for(proposal: Proposal) -> str:
    """Start its thread in its author's name; where there is no category for everybody, there is none."""
    categories = Category.objects.filter(community=proposal.community_id, audience=Category.Audience.MEMBERS)
    category = categories.order_by("position", "pk").first()
    if category is None:
        return ""
    started = threads.start(
        proposal.author, category, proposal.title, proposal.words, client_id=uuid5(_SPACE, f"{proposal.pk}"), read=True
    )
    return f"thread:{started.id}"


def conclude(proposal: Proposal) -> None:
    """Say in the thread what came of it, once; a thread that is locked or gone stays as it is."""
    thread = Thread.objects.select_related("category").filter(pk=proposal.thread.partition(":")[2] or 0).first()
    if thread is None:
        return
    key = uuid5(_SPACE, f"{proposal.pk}:result")
    try:
        posts.reply(_voice(proposal.community), thread, _words(proposal), client_id=key, read=True)
    except Refusal:
        return


def _voice(community: Community) -> Member:
    """The author of what the vote says: not among the members, and without an account."""
    with override(community.locale.lower()):
        told = {"name": gettext("The vote"), "left_at": now(), "hue": community.hue}
    return Member.objects.get_or_create(community=community, source=_SOURCE, defaults=told)[0]


def _words(proposal: Proposal) -> str:
    with override(proposal.community.locale.lower()):
        said = _SAID[Proposal.State(proposal.state)]()
        turnout = gettext("%(turnout)d of %(roll)d voted.") % {"turnout": proposal.turnout, "roll": proposal.roll}
        label = gettext("The proposal and its result")
    return f"{said} {turnout}\n\n[{label}](/c/{proposal.community.slug}/proposals/{proposal.pk})"


_SAID = {
    Proposal.State.CARRIED: lambda: gettext("Accepted, and carried out."),
    Proposal.State.REJECTED: lambda: gettext("Not accepted."),
    Proposal.State.FAILED: lambda: gettext("Accepted, but it could not be carried out any more."),
}
