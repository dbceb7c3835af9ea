"""What is still unread in the demo when somebody signs in: the end of the day, and what concerns them in it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from django.db.models import F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest

from board import telling as board_telling
from board.models import Post, Promotion, ThreadSeat
from chat import telling as stream_telling
from chat.models import Room, Seat
from community.clock import now
from community.governance import telling as voting
from community.governance.models import Proposal
from community.members.models import Community, Member
from community.notifications.models import Notice

UNREAD = 40  # messages of the main room


def leave(community: Community, main: Room, readers: list[Member]) -> None:
    """Let the readers find what came after they last looked; everybody else has read everything.

    Args:
        main: the room whose last messages they have not read.
        readers: those who can sign in.
    """
    looked_at = main.messages.get(seq=max(1, main.seq - UNREAD)).created_at
    _read_rooms(community, main, readers)
    _read_threads(community, readers, looked_at)
    for key, at, tell in sorted(_told(community, main), key=lambda news: news[1]):
        tell()
        Notice.objects.filter(community=community, key=key).update(created_at=at)
    read = Notice.objects.filter(~Q(member__in=readers) | Q(created_at__lte=looked_at), community=community)
    read.update(read_at=F("created_at"))


def _read_rooms(community: Community, main: Room, readers: list[Member]) -> None:
    ends = Room.objects.filter(pk=OuterRef("room")).values("seq")
    Seat.objects.filter(room__community=community).update(read_seq=Subquery(ends))
    Seat.objects.filter(room=main, member__in=readers).update(read_seq=Greatest(F("read_seq") - UNREAD, 0))


def _read_threads(community: Community, readers: list[Member], looked_at: datetime) -> None:
    seats = ThreadSeat.objects.filter(thread__community=community)
    posts = Post.objects.filter(thread=OuterRef("thread")).order_by().values("thread").annotate(last=Max("seq"))
    seats.exclude(member__in=readers).update(read_seq=Coalesce(Subquery(posts.values("last")), 0))
    seen = Coalesce(Subquery(posts.filter(created_at__lte=looked_at).values("last")), 0)
    seats.filter(member__in=readers).update(read_seq=Greatest(F("read_seq"), seen))


def _told(community: Community, main: Room) -> Iterator[tuple[str, datetime, Callable[[], None]]]:
    """What somebody should know, with the key of its notices, its time, and how it is told."""
    named = main.messages.filter(Q(mentions__isnull=False) | Q(reply_to__isnull=False), seq__gt=main.seq - UNREAD)
    for message in named.select_related("room", "author", "reply_to", "removal").distinct():
        yield f"message:{message.pk}", message.created_at, partial(stream_telling.tell_of, message)
    written = Post.objects.filter(community=community, message=None)
    for post in written.select_related("thread__category__room", "thread__removal", "author", "parent", "removal"):
        yield f"post:{post.pk}", post.created_at, partial(board_telling.tell_of, post)
    for proposal in Proposal.objects.filter(community=community).exclude(opened_at=None):
        opened_at, closed_at = proposal.opened_at or now(), proposal.closed_at
        yield f"vote:{proposal.pk}:open", opened_at, partial(voting.tell_roll, proposal.pk)
        if closed_at:
            yield f"vote:{proposal.pk}:decided", closed_at, partial(voting.tell_result, proposal.pk)
    for promotion in Promotion.objects.filter(community=community).select_related("category__room", "thread", "by"):
        tell = partial(board_telling.tell_of_promotion, promotion)
        yield f"promotion:{promotion.pk}", promotion.created_at, tell
