"""Merging a thread into another one. Nothing is copied and nothing lost; splitting the posts off again undoes it."""

from django.db import transaction

from board import announce, cards, listing, rehousing
from board.audiences import covered_by
from board.models import Capsule, Promotion, Thread, ThreadAct, ThreadPin, ThreadSeat
from board.moving import require_agreement
from board.shapes import ThreadShape
from community.activity.models import record
from community.errors import InvalidInput
from community.members import communities
from community.members.models import Member
from community.moderation import audit
from community.moderation.audit import Moderator


@transaction.atomic
def merge(member: Member, thread: Thread, target: Thread) -> ThreadShape:
    """Let everything that stands in a thread stand in another one, after what is there; old links lead on.

    Args:
        thread, target: as the member sees them.

    Raises:
        Forbidden: `forbidden`; `thread.audience` where more people would read words of somebody else.
        InvalidInput: `thread.itself`.
        Conflict: `thread.merged` where one of them stands in another by now.
    """
    Moderator(member=member).require("thread.merge")
    if thread.pk == target.pk:
        raise InvalidInput("thread.itself", "A thread cannot be merged into itself.")
    rehousing.hold(thread, target)
    posts = rehousing.standing_in(thread)
    if not covered_by(target.category, thread.category):
        require_agreement(member, thread, target.category)
    changed = rehousing.rehouse(posts, thread, target)
    _take_place(thread, target)
    rehousing.note(thread, ThreadAct.Kind.MERGED_AWAY, member, other=target, posts=len(posts))
    rehousing.note(target, ThreadAct.Kind.MERGED_IN, member, other=thread, posts=len(posts))
    rehousing.recount(target)
    cards.lead_on(target)
    about = {"into": target.pk, "posts": len(posts)}
    audit.record(Moderator(member=member), "merge", thread, thread.community_id, thread.author, "", **about)
    record(member, "thread.merge", thread, **about)
    announce.changed(thread, "merged", gone=[post.id for post in posts])
    announce.changed(target, "merged", changed)
    if thread.category_id != target.category_id:
        communities.close_gate(thread.community_id)
    return listing.one(target, member)


def _take_place(thread: Thread, target: Thread) -> None:
    """From now on the one thread stands for both."""
    Thread.objects.filter(into=thread).update(into=target)
    Thread.objects.filter(pk=thread.pk).update(into=target)
    thread.into = target
    both = Promotion.objects.filter(thread__into=target)
    both.exclude(category=target.category_id).update(category=target.category_id)
    Capsule.objects.filter(thread=thread).update(thread=target)
    ThreadPin.objects.filter(thread=thread).delete()
    ThreadSeat.objects.filter(thread=thread).delete()
    rehousing.lead_on(thread, target)
