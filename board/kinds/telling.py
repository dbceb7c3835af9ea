"""Who hears of what became of a question's answer, and of an idea."""

from board.audiences import readers
from board.kinds import revisions
from board.models import Post, Thread, ThreadSeat
from board.seats import place
from board.telling import accepted_key, decided_key
from community.members.models import Member, MemberQuerySet
from community.notifications import notices

_TOLD = (Thread.Status.PLANNED, Thread.Status.DONE, Thread.Status.DECLINED)


def accepted(thread: Thread, post: Post, by: Member) -> None:
    """Somebody's answer is the one; call it once the thread is changed."""
    for author in _willing(thread, {post.author_id}, by):
        data = {"thread": thread.pk, "post": post.pk, "seq": post.seq, "title": thread.title}
        notices.tell(
            author, "answer_accepted", key=accepted_key(post.pk), actor=by, place=place(thread), number=post.seq,
            excerpt=thread.title, data=data,
        )  # fmt: skip


def not_accepted(post_id: int) -> None:
    """It is not the one any more."""
    notices.withdraw(accepted_key(post_id))


def decided(thread: Thread, by: Member, reason: str) -> None:
    """What becomes of an idea, and why; of earlier decisions nothing is said any more."""
    notices.withdraw(decided_key(thread.pk))
    if thread.status not in _TOLD:
        return
    data = {"thread": thread.pk, "status": thread.status, "title": thread.title}
    authors = {thread.author_id, revisions.opening(thread).author_id}
    for author in _willing(thread, authors, by):
        notices.tell(
            author, "idea_decided", key=decided_key(thread.pk), actor=by, place=place(thread), number=1,
            excerpt=reason, data=data,
        )  # fmt: skip


def _willing(thread: Thread, authors: set[int], by: Member) -> MemberQuerySet:
    """Those who can read it, did not do it themselves, and have not muted the thread."""
    muted = ThreadSeat.objects.filter(thread=thread, level=ThreadSeat.Level.MUTE).values("member")
    able = readers(thread.category).filter(pk__in=authors).exclude(pk=by.pk).exclude(pk__in=muted)
    return able.order_by("pk")
