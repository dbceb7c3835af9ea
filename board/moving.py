"""Moving a thread to another category: its readers never become more without their authors' agreement."""

from django.db import transaction

from board import announce, cards, listing, rehousing
from board.audiences import covered_by, readers
from board.models import Category, Post, Promotion, Revision, Thread, ThreadAct, ThreadPin
from board.seats import place
from board.shapes import ThreadShape
from community import access
from community.activity.models import record
from community.errors import Forbidden, NotFound
from community.members import communities
from community.members.models import Member
from community.moderation import audit
from community.moderation.audit import Moderator
from community.notifications import notices


@transaction.atomic
def move(member: Member, thread: Thread, category: Category) -> ThreadShape:
    """Let a thread stand in another category; its own links, numbers and followers stay.

    Args:
        category: as the member sees it.

    Raises:
        Forbidden: `forbidden`, also for authors whose level does not open it, or where somebody would lose sight of it;
            `thread.audience` where more people would read words of somebody else.
        Conflict: `thread.merged`.
    """
    _require(member, thread)
    rehousing.hold(thread)
    there = _kept(member, category)
    if there.pk == thread.category_id:
        return listing.one(thread, member)
    if not covered_by(thread.category, there):
        access.require(member, "thread.move")
    if not covered_by(there, thread.category):
        require_agreement(member, thread, there)
    return carry_out(member, thread, there)


def carry_out(member: Member, thread: Thread, category: Category) -> ThreadShape:
    """Let a thread that is held stand elsewhere; whose agreement it takes has given it."""
    _require(member, thread)
    there, earlier = _kept(member, category), thread.category
    thread.advance()
    _put(thread, there)
    rehousing.note(thread, ThreadAct.Kind.MOVED, member, category=earlier)
    by, about = Moderator(member=member), {"from": earlier.pk, "to": there.pk}
    audit.record(by, "move", thread, thread.community_id, thread.author, "", **about)
    record(member, "thread.move", thread, **about)
    announce.changed(thread, "moved", Post.objects.filter(thread=thread).values_list("pk", flat=True))
    communities.close_gate(thread.community_id)
    return listing.one(thread, member)


def _require(member: Member, thread: Thread) -> None:
    access.require(member, "thread.move_own" if thread.author_id == member.pk else "thread.move")


def require_agreement(member: Member, thread: Thread, there: Category) -> None:
    """Raise `thread.audience` if anybody but the member wrote what would have more readers."""
    if others := sorted(other_authors(member, thread)):
        more = more_readers(thread, there)
        raise Forbidden(
            "thread.audience", "Some would read these words who cannot read them now.", outsiders=more, authors=others
        )


def other_authors(member: Member, thread: Thread) -> set[int]:
    """Everybody but the member whose words stand in a thread, or stood in its note."""
    wrote = Revision.objects.filter(post__thread=thread).values_list("by", flat=True)
    return {*thread.posts.values_list("author", flat=True), *wrote} - {member.pk}


def more_readers(thread: Thread, there: Category) -> int:
    """How many would read a thread in another category who cannot read it now."""
    return readers(there).exclude(pk__in=readers(thread.category).values("pk")).count()


def _kept(member: Member, category: Category) -> Category:
    """The category as the member sees it, and as it stays until the end of the transaction."""
    rows = Category.objects.visible_to(member).select_related("room").select_for_update(no_key=True, of=("self",))
    kept = rows.filter(pk=category.pk).first()
    if kept is None:
        raise NotFound("category")
    return kept


def _put(thread: Thread, there: Category) -> None:
    """Posts take the new number too: what is found is found by the readers of its category."""
    Thread.objects.filter(pk=thread.pk).update(category=there)
    thread.category = there
    Post.objects.filter(thread=thread).update(rev=thread.rev)
    Promotion.objects.filter(thread=thread).update(category=there)
    Promotion.objects.filter(thread__into=thread).update(category=there)
    ThreadPin.objects.filter(thread=thread).delete()
    cards.lead_on(thread)
    told = Member.objects.filter(notices__place=place(thread)).exclude(pk__in=readers(there).values("pk"))
    for member in told.distinct():
        notices.forget_place(member, place(thread))
