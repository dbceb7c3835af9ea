"""What the board adds to a member's daily brief. Only what can be read, stands, and is not read yet."""

from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from board.models import Post, Thread, ThreadSeat
from community.members.models import Member
from community.notifications.letters import BriefItem
from community.text import excerpt

MOST = 10  # threads that a member follows
BEST = 5  # threads that are new


def followed(member: Member, since: datetime) -> list[BriefItem]:
    """Threads that a member follows and in which somebody replied, the latest first."""
    rows = _unread(member).filter(my_level=ThreadSeat.Level.FOLLOW, last_at__gt=since).exclude(last_by=member)
    return [_news(member, thread) for thread in rows.order_by("-last_at", "-pk")[:MOST]]


def fresh(member: Member, since: datetime) -> list[BriefItem]:
    """New threads worth reading, which the member has never opened, the hottest first."""
    rows = _unread(member).filter(my_level=None, created_at__gt=since).exclude(author=member)
    found = list(rows.order_by("-hot", "-pk")[:BEST])
    openings = _openings(found)
    return [_opening(member, thread, openings.get(thread.pk)) for thread in found]


def _unread(member: Member) -> QuerySet[Any]:
    """Threads that stand and that the member can read, with something in them that they have not read."""
    mine = ThreadSeat.objects.filter(thread=OuterRef("pk"), member=member)
    rows = Thread.objects.visible_to(member).standing().select_related("last_by", "author")
    return rows.annotate(
        my_level=Subquery(mine.values("level")), my_read_seq=Coalesce(Subquery(mine.values("read_seq")), 0)
    ).filter(seq__gt=F("my_read_seq"))


def _news(member: Member, thread: Any) -> BriefItem:
    last = thread.last_by.name if thread.last_by else ""
    return BriefItem(
        title=thread.title,
        excerpt=_("last by %(name)s") % {"name": last} if last else "",
        url=_path(member, thread, thread.my_read_seq + 1),
        count=thread.seq - thread.my_read_seq,
    )


def _opening(member: Member, thread: Thread, post: Post | None) -> BriefItem:
    words = excerpt(post.words()) if post else ""
    text = _("%(name)s: %(text)s") % {"name": thread.author.name, "text": words} if words else thread.author.name
    return BriefItem(title=thread.title, excerpt=text, url=_path(member, thread, 1))


def _openings(threads: list[Thread]) -> dict[int, Post]:
    standing = Q(removal=None) & Q(message__removal=None)
    posts = Post.objects.filter(standing, thread__in=threads, seq=1).select_related("message")
    return {post.thread_id: post for post in posts}


def _path(member: Member, thread: Thread, seq: int) -> str:
    return f"/c/{member.community.slug}/t/{thread.pk}/p/{seq}"
