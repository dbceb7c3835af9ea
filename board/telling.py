"""Who should know: of a post those it names, answers, and who follow its thread; of a promotion its authors."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from board import consents
from board.audiences import readers
from board.models import Post, Promotion, ThreadSeat
from board.seats import place
from chat.mentions import among
from community.members.models import Member, MemberQuerySet
from community.notifications import notices
from community.text import excerpt


def tell_of(post: Post) -> None:
    """Put a post into the inboxes it concerns; safe to do twice. Nobody hears of what they have read."""
    if post.removed() or post.thread.removed():
        return
    kinds = _kinds(post)
    for member in _willing(post).filter(pk__in=kinds):
        notices.tell(
            member,
            kinds[member.pk],
            key=f"post:{post.pk}",
            actor=post.author,
            place=place(post.thread),
            number=post.seq,
            excerpt=excerpt(post.words()),
            data={"thread": post.thread_id, "post": post.pk, "seq": post.seq, "title": post.thread.title},
        )


def tell_of_promotion(promotion: Promotion) -> None:
    """Ask the authors on whom a promotion waits; tell those of one that is carried out, as far as they can read it."""
    if promotion.state == Promotion.State.WAITING:
        for consent in promotion.consents.filter(answer=None).select_related("member"):
            data = {"promotion": promotion.pk, "room": promotion.room_id, "category": promotion.category.name}
            _tell_of_promotion(promotion, consent.member, "consent", key=consents.key(promotion), data=data)
    if promotion.state == Promotion.State.DONE and promotion.thread:
        data = {"promotion": promotion.pk, "room": promotion.room_id, "thread": promotion.thread_id}
        authors = readers(promotion.category).filter(messages__in=promotion.chosen.values("message")).distinct()
        for member in authors.exclude(pk=promotion.by_id):
            told = {"key": f"promotion:{promotion.pk}", "place": place(promotion.thread), "number": 1, "data": data}
            _tell_of_promotion(promotion, member, "promoted", **told)


def _tell_of_promotion(promotion: Promotion, member: Member, kind: str, **told: Any) -> None:
    notices.tell(member, kind, actor=promotion.by, excerpt=promotion.title, **told)


def _kinds(post: Post) -> dict[int, str]:
    """For each member concerned, why; the more personal reason wins."""
    following = ThreadSeat.objects.filter(thread=post.thread_id, level=ThreadSeat.Level.FOLLOW)
    kinds = dict.fromkeys(following.values_list("member", flat=True), "thread_reply")
    if post.parent:
        kinds[post.parent.author_id] = "thread_reply"
    return kinds | dict.fromkeys(among(readers(post.thread.category), post.author, post.words()), "mention")


def _willing(post: Post) -> MemberQuerySet:
    """Those who can read the post, have not done so, and have not muted the thread."""
    seats = ThreadSeat.objects.filter(thread=post.thread_id, member=OuterRef("pk"))
    done = seats.filter(Q(level=ThreadSeat.Level.MUTE) | Q(read_seq__gte=post.seq))
    return readers(post.thread.category).exclude(Exists(done)).exclude(pk=post.author_id)
