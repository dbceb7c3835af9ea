"""What the board adds to the socket, to the stream and to the community: its topics, its echoes, its first category."""

from django.utils.translation import gettext_lazy as _

from board import briefs as news
from board import categories, echoes
from board.models import Thread, ThreadSeat
from chat import announce
from community.members import communities
from community.members.models import Community, Member, User
from community.notifications import briefs
from community.realtime import topics
from community.realtime.publish import expel


def register() -> None:
    topics.register("thread", topics.Kind(readable, numbers))
    topics.register("board", topics.Kind(joined))
    announce.when_changed(echoes.message_changed)
    communities.when_founding(categories.open_first)
    communities.when_leaving(farewell)
    briefs.register(_("Threads that you follow"), news.followed)
    briefs.register(_("New threads worth reading"), news.fresh)


def readable(user: User, ids: list[int]) -> list[int]:
    return list(Thread.objects.visible_to_user(user).filter(pk__in=ids).values_list("pk", flat=True))


def numbers(ids: list[int]) -> dict[int, int]:
    return dict(Thread.objects.filter(pk__in=ids).values_list("pk", "rev"))


def joined(user: User, ids: list[int]) -> list[int]:
    return list(Community.objects.joined_by(user).filter(pk__in=ids).values_list("pk", flat=True))


def farewell(member: Member) -> None:
    """Whoever leaves the community hears nothing more of its board."""
    seats = ThreadSeat.objects.filter(member=member)
    if member.user_id is not None:
        expel(f"board.{member.community_id}", member.user_id)
        for pk in seats.values_list("thread", flat=True):
            expel(f"thread.{pk}", member.user_id)
    seats.delete()
