"""What becomes of an idea: hosts say whether it is planned, done or declined, and why."""

from django.db import transaction

from board import announce, listing, policy, rehousing
from board.kinds import statuses, telling
from board.kinds.converting import require_as_seen
from board.models import Thread, ThreadAct
from board.shapes import ThreadShape
from community.activity.models import record
from community.errors import Conflict, InvalidInput
from community.members.models import Member
from community.moderation import wordlists

REASON = 300  # characters


@transaction.atomic
def decide(member: Member, thread: Thread, status: str, reason: str, *, was: str) -> ThreadShape:
    """Say how far an idea has come; the reason stands in the thread.

    Args:
        was: the status that the member saw.

    Raises:
        Forbidden: `forbidden`, `words.blocked`.
        InvalidInput: `message.too_long`.
        Conflict: `thread.kind` where it is no idea, or somebody else decided meanwhile; `thread.merged`.
    """
    policy.require_writer(member, "thread.decide")
    reason = _checked(member, reason)
    rehousing.hold(thread)
    if thread.kind != Thread.Kind.IDEA:
        raise Conflict("thread.kind", "This is no idea.", kind=thread.kind, status=thread.status or None)
    if thread.status == status:
        return listing.one(thread, member)
    require_as_seen(thread, Thread.Kind.IDEA, was)
    thread.advance()
    rehousing.note(thread, ThreadAct.Kind.DECIDED, member, before=was, after=status, reason=reason)
    statuses.refresh(thread)
    record(member, "thread.decide", thread, status=status)
    telling.decided(thread, member, reason)
    announce.changed(thread, "decided")
    return listing.one(thread, member)


def _checked(member: Member, reason: str) -> str:
    reason = " ".join(reason.replace("\x00", "").split())
    if len(reason) > REASON:
        raise InvalidInput("message.too_long", "The reason is too long.", limit=REASON)
    return wordlists.checked(member.community_id, reason).text
