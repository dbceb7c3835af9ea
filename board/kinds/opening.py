"""Who may say what a thread is."""

from board import policy
from board.models import Thread
from community import access
from community.members.models import Member

# What it takes to begin a thread of a kind, or to make one of another, besides what it takes to begin any.
_TAKES = {Thread.Kind.ANNOUNCEMENT: "announcement.create"}


def require(member: Member, kind: str) -> None:
    """Raise `forbidden` unless a member may have a thread of this kind."""
    if capability := _TAKES.get(Thread.Kind(kind)):
        access.require(member, capability)


def require_keeper(member: Member, thread: Thread) -> bool:
    """Raise unless the member says what becomes of a thread: its author, or a moderator; tells whether the latter."""
    moderates = thread.author_id != member.pk
    if moderates:
        access.require(member, "thread.edit")
    policy.require_writer(member, "thread.create")
    return moderates
