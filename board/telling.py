"""Who should know: of a post those it names, answers, and who follow its thread; of a promotion its authors."""

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from board import audiences, consents
from board.audiences import readers
from board.models import Post, PostRemoval, Promotion, Thread, ThreadRemoval, ThreadSeat
from board.seats import place
from chat.catchup import following
from community.members.models import Member, MemberQuerySet
from community.notifications import notices
from community.text import excerpt


def tell_of(post: Post) -> None:
    """Put a post into the inboxes it concerns; safe to do twice. Nobody hears of what they have read."""
    if post.removed() or post.thread.removed():
        return
    kinds = _kinds(post)
    concerned = list(_willing(post).filter(pk__in=kinds))
    for member in concerned:
        notices.tell(
            member,
            kinds[member.pk],
            key=key(post.pk),
            actor=post.author,
            place=place(post.thread),
            number=post.seq,
            excerpt=excerpt(post.said()),
            data={"thread": post.thread_id, "post": post.pk, "seq": post.seq, "title": post.thread.title},
        )
    if concerned:
        _settle(post, concerned)


def reword(post: Post, body: str) -> None:
    """The post says something else now, and so do the inboxes; call it once the post is changed."""
    notices.reword(key(post.pk), excerpt(body))


def withdraw(post: Post) -> None:
    """The post is gone, and out of the inboxes; call it once the post is changed."""
    notices.withdraw(key(post.pk), accepted_key(post.pk))


def withdraw_all(thread: Thread) -> None:
    """The thread is gone, with all that was told of it; call it once the thread is changed."""
    posts = list(thread.posts.values_list("pk", flat=True))
    told = {*map(key, posts), *map(accepted_key, posts), decided_key(thread.pk)}
    promoted = Promotion.objects.filter(thread=thread).values_list("pk", flat=True)
    notices.withdraw(*told, *(_promoted_key(pk) for pk in promoted))


@transaction.atomic
def _settle(post: Post, told: list[Member]) -> None:
    """Catch up with what became of a post, and was read of it, while it was put into these inboxes.

    Whoever changes a thread holds its row until what they do to the notices is committed.
    """
    Thread.objects.select_for_update(no_key=True).get(pk=post.thread_id)
    gone = PostRemoval.objects.filter(post=post) or ThreadRemoval.objects.filter(thread=post.thread_id)
    if gone:
        withdraw(post)
        return
    fresh = Post.objects.select_related("message", "thread").get(pk=post.pk)
    if fresh.thread_id != post.thread_id:
        notices.rehouse({key(post.pk): fresh.seq}, place(fresh.thread), {"thread": fresh.thread_id})
        return
    reword(post, fresh.said())
    seats = ThreadSeat.objects.select_for_update(no_key=True, of=("self",)).select_related("member").order_by("pk")
    for seat in seats.filter(thread=post.thread_id, member__in=told, read_seq__gte=post.seq):
        notices.read_up_to(seat.member, place(post.thread), seat.read_seq)


def key(post_id: int) -> str:
    return f"post:{post_id}"


def accepted_key(post_id: int) -> str:
    return f"accepted:{post_id}"


def decided_key(thread_id: int) -> str:
    return f"decided:{thread_id}"


def _promoted_key(promotion_id: int) -> str:
    return f"promotion:{promotion_id}"


def tell_of_promotion(promotion: Promotion) -> None:
    """Ask the authors on whom a promotion waits; tell those of one that is carried out, as far as they can read it."""
    if promotion.state == Promotion.State.WAITING:
        for consent in promotion.consents.filter(answer=None).select_related("member"):
            data = {"promotion": promotion.pk, "room": promotion.room_id, "category": promotion.category.name}
            _tell_of_promotion(promotion, consent.member, "consent", key=consents.key(promotion), data=data)
    if promotion.state == Promotion.State.DONE and promotion.thread and not promotion.thread.removed():
        data = {"promotion": promotion.pk, "room": promotion.room_id, "thread": promotion.thread_id}
        told = {"key": _promoted_key(promotion.pk), "place": place(promotion.thread), "number": 1, "data": data}
        for member, kind in _concerned_by(promotion):
            _tell_of_promotion(promotion, member, kind, **told)


def _concerned_by(promotion: Promotion) -> list[tuple[Member, str]]:
    """The authors of what was promoted, then those who follow it, as far as they can read it there."""
    able = readers(promotion.category).exclude(pk=promotion.by_id)
    chosen = promotion.chosen.values_list("message", flat=True)
    authors = able.filter(messages__in=chosen).distinct()
    followers = able.filter(pk__in=following.followers(list(chosen)).values("pk"))
    return [(member, "promoted") for member in authors] + [(member, "followed") for member in followers]


def _tell_of_promotion(promotion: Promotion, member: Member, kind: str, **told: Any) -> None:
    notices.tell(member, kind, actor=promotion.by, excerpt=promotion.title, **told)


def _kinds(post: Post) -> dict[int, str]:
    """For each member concerned, why; the more personal reason wins."""
    following = ThreadSeat.objects.filter(thread=post.thread_id, level=ThreadSeat.Level.FOLLOW)
    kinds = dict.fromkeys(following.values_list("member", flat=True), "thread_reply")
    if post.parent:
        kinds[post.parent.author_id] = "thread_reply"
    return kinds | dict.fromkeys(audiences.called(post.thread.category, post.author, post.words()).people, "mention")


def _willing(post: Post) -> MemberQuerySet:
    """Those who can read the post, have not done so, and have not muted the thread."""
    seats = ThreadSeat.objects.filter(thread=post.thread_id, member=OuterRef("pk"))
    done = seats.filter(Q(level=ThreadSeat.Level.MUTE) | Q(read_seq__gte=post.seq))
    return readers(post.thread.category).exclude(Exists(done)).exclude(pk=post.author_id)
