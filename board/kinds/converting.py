"""Making a question of a discussion, and so on. Nothing that belongs to a kind is lost: it counts again once the thread
is of that kind again.
"""

from django.db import transaction

from board import announce, listing, policy, rehousing
from board.kinds import opening, revisions, statuses
from board.models import Thread, ThreadAct
from board.shapes import ThreadShape
from community import access
from community.activity.models import record
from community.errors import Conflict
from community.members.models import Member
from community.moderation import audit
from community.moderation.audit import Moderator


@transaction.atomic
def convert(member: Member, thread: Thread, kind: str, *, was: str, status: str | None) -> ThreadShape:
    """Let a thread be of another kind: its author, or a moderator. Converting it back undoes it.

    Args:
        was, status: the kind and status that the member saw.

    Raises:
        Forbidden: `forbidden`; `thread.locked` for an author.
        InvalidInput: `note.promoted`.
        Conflict: `thread.kind` where it is not what the member saw any more; `thread.merged`.
    """
    moderates = opening.require_keeper(member, thread)
    opening.require(member, kind)
    rehousing.hold(thread)
    if not access.can(member, "thread.edit"):
        policy.require_open(thread)
    if thread.kind == kind:
        return listing.one(thread, member)
    require_as_seen(thread, was, status)
    if kind == Thread.Kind.NOTE:
        revisions.require_own_words(thread)
    thread.advance()
    _become(thread, kind)
    rehousing.note(thread, ThreadAct.Kind.CONVERTED, member, before=was, after=kind)
    about = {"from": was, "to": kind}
    if moderates:
        audit.record(Moderator(member=member), "convert", thread, thread.community_id, thread.author, "", **about)
    record(member, "thread.convert", thread, **about)
    announce.changed(thread, "converted")
    return listing.one(thread, member)


def require_as_seen(thread: Thread, kind: str, status: str | None) -> None:
    """Raise `thread.kind` unless a thread that is held is what somebody saw: somebody else was faster."""
    if (thread.kind, thread.status) != (kind, status or ""):
        raise Conflict(
            "thread.kind", "This became something else meanwhile.", kind=thread.kind, status=thread.status or None
        )


def _become(thread: Thread, kind: str) -> None:
    thread.kind = kind
    Thread.objects.filter(pk=thread.pk).update(kind=kind)
    statuses.refresh(thread)
    if kind == Thread.Kind.NOTE:
        revisions.take_up(thread)
