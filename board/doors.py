"""What the board adds to the socket, to the stream and to the community: its topics, its echoes, its first category."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from board import briefs as news
from board import categories, echoes, pages, posts, steering, tags
from board.models import Thread, ThreadSeat
from board.shapes import ThreadChanges
from chat import announce, posting, previews
from chat.catchup import interests
from chat.conversations import suggestions
from community.files import carriers
from community.members import communities
from community.members.models import Member
from community.notifications import digests
from community.realtime import topics
from community.realtime.publish import expel


def register() -> None:
    topics.register("thread", topics.Kind(readable, numbers, changes))
    topics.register("board", topics.Kind(joined))
    carriers.register(posts.POST, posts.may_read)
    for carrier in (posting.MESSAGE, previews.CARRIER):
        carriers.register(carrier, posts.may_read_promoted)
    announce.when_changed(echoes.message_changed)
    suggestions.when_made(steering.made)
    interests.register(tags.cared_for)
    communities.when_founding(categories.open_first)
    communities.when_leaving(farewell)
    _fill_digests()


def _fill_digests() -> None:
    digests.register("promoted", _("From the chat to the board"), news.promoted, 5, weekly=10, recall=10)
    digests.register("best", _("The best threads"), news.best, 5, weekly=20, recall=20)
    digests.register("followed", _("Threads that you follow"), news.followed, 6, daily=40, weekly=70)
    digests.register("fresh", _("New threads worth reading"), news.fresh, 5, daily=50)
    digests.register("capsules", _("New capsules"), news.capsules, 5, daily=60, weekly=30, recall=30)
    threads = ngettext_lazy("%(count)d new thread", "%(count)d new threads", "count")
    carried = ngettext_lazy("%(count)d conversation carried over", "%(count)d conversations carried over", "count")
    digests.register_figure("threads", threads, news.threads_since)
    digests.register_figure("promoted", carried, news.promotions_since)


def readable(followers: topics.Followers) -> list[tuple[int, int]]:
    users, ids = (set(some) for some in zip(*followers, strict=True))
    threads = Thread.objects.select_related("category__room", "removal").in_bulk(ids)
    members = {
        (member.user_id, member.community_id): member for member in Member.objects.present().filter(user__in=users)
    }
    return [
        (user_id, pk)
        for user_id, pk in followers
        if (thread := threads.get(pk))
        and (member := members.get((user_id, thread.community_id)))
        and thread.is_visible_to(member)
    ]


def numbers(ids: list[int]) -> dict[int, int]:
    return dict(Thread.objects.filter(pk__in=ids).values_list("pk", "rev"))


def changes(thread_id: int, since: int) -> ThreadChanges | None:
    """What somebody who comes back has missed, if it is no more than a page."""
    found = pages.changes(Thread.objects.get(pk=thread_id), since, pages.PAGE)
    return None if found.more else found


def joined(followers: topics.Followers) -> list[tuple[int, int]]:
    users, ids = (set(some) for some in zip(*followers, strict=True))
    mine = Member.objects.present().filter(user__in=users, community__in=ids)
    return list(mine.values_list("user_id", "community_id"))


def farewell(member: Member) -> None:
    """Whoever leaves the community hears nothing more of its board."""
    seats = ThreadSeat.objects.filter(member=member)
    if member.user_id is not None:
        expel(f"board.{member.community_id}", member.user_id)
        for pk in seats.values_list("thread", flat=True):
            expel(f"thread.{pk}", member.user_id)
    seats.delete()
