"""What the board adds to digests. Only what can be read, stands, and is not read yet.

Each section finds for all readers of a batch at once; docs/digests.md says what it asks the database.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import islice

from django.db.models import F, Q, QuerySet

from board import capsules as capsule_verbs
from board.capsule_shapes import CapsuleLine, CapsuleShape
from board.models import Capsule, Category, Post, Promotion, Thread, ThreadSeat
from chat.briefs import may_read, places
from community import access
from community.members.models import Community
from community.notifications.content import Batch, Item, Line, Reader, Reason
from community.text import excerpt

LOOKED_AT = 200  # of the hottest or best threads, among which each reader's are found
CHOSEN = 12  # threads a reader; fewer are shown
CAPSULES = 20
CAPSULE_LINES = 2

Seen = dict[tuple[int, int], int]  # by member and thread: how far they have read


def categories_of(batch: Batch) -> dict[int, Category]:
    return {row.pk: row for row in Category.objects.filter(community=batch.community).select_related("room")}


def followed(batch: Batch) -> dict[int, list[Item]]:
    """Threads that a reader follows and in which somebody replied, the latest first."""
    since = {reader.member.pk: reader for reader in batch.readers}
    rows = ThreadSeat.objects.filter(
        member__in=batch.ids, level=ThreadSeat.Level.FOLLOW, thread__seq__gt=F("read_seq"),
        thread__last_at__gt=batch.since, thread__removal=None, thread__community=batch.community,
    ).exclude(thread__last_by=F("member"))  # fmt: skip
    found: dict[int, list[Item]] = defaultdict(list)
    for seat in rows.select_related("thread__last_by").order_by("-thread__last_at", "-thread"):
        reader = since[seat.member_id]
        if seat.thread.last_at > reader.since and _can_read(batch, reader, seat.thread):
            found[seat.member_id].append(_news(batch, seat))
    return found


def fresh(batch: Batch) -> dict[int, list[Item]]:
    """New threads worth reading, which a reader has never opened, the hottest first."""
    rows = _standing(batch).filter(created_at__gt=batch.since).order_by("-hot", "-pk")
    return _offered(batch, list(rows[:LOOKED_AT]), "new", lambda thread, seen: seen is None)


def best(batch: Batch) -> dict[int, list[Item]]:
    """The threads of these days that most people liked or answered, as far as a reader has not read them."""
    rows = _standing(batch).filter(created_at__gt=batch.since, score__gt=0).order_by("-score", "-hot", "-pk")
    return _offered(batch, list(rows[:LOOKED_AT]), "liked", lambda thread, seen: (seen or 0) < thread.seq)


def promoted(batch: Batch) -> dict[int, list[Item]]:
    """Conversations that were carried over to the board, the best first."""
    rows = _standing(batch).filter(
        promotion__state=Promotion.State.DONE, promotion__created_at__gt=batch.since
    ).order_by("-score", "-pk")  # fmt: skip
    found = list(rows.select_related("promotion__room")[:LOOKED_AT])
    return _offered(batch, found, "promoted", lambda thread, seen: (seen or 0) < thread.seq)


def capsules(batch: Batch) -> dict[int, list[Item]]:
    """Notes that others made of what a reader can read, the newest first."""
    rows = Capsule.objects.filter(community=batch.community, created_at__gt=batch.since).exclude(
        thread__removal__isnull=False
    )
    found = list(rows.select_related("by", "room", "thread").order_by("-pk")[:CAPSULES])
    shown = {shape.id: shape for shape in capsule_verbs.shaped(found, found[0].by)} if found else {}
    return {
        reader.member.pk: [
            _capsule(batch, shown[one.pk], one)
            for one in found
            if one.created_at > reader.since and one.by_id != reader.member.pk and _can_read_home(batch, reader, one)
        ]
        for reader in batch.readers
        if not reader.mine_only
    }


def threads_since(community: Community, since: datetime) -> int:
    """How many threads were begun in what every member can read."""
    return _public(community).filter(created_at__gt=since).count()


def promotions_since(community: Community, since: datetime) -> int:
    """How many conversations were carried over into it."""
    return _public(community).filter(promotion__state=Promotion.State.DONE, promotion__created_at__gt=since).count()


def _public(community: Community) -> QuerySet[Thread]:
    standing = Thread.objects.standing()
    return standing.filter(community=community, category__audience=Category.Audience.MEMBERS)


def _standing(batch: Batch) -> QuerySet[Thread]:
    return Thread.objects.standing().filter(community=batch.community).select_related("author")


def _can_read(batch: Batch, reader: Reader, thread: Thread) -> bool:
    """The twin of `Category.is_visible_to` for a reader of its community."""
    category = batch.once(categories_of)[thread.category_id]
    if category.audience == Category.Audience.STAFF:
        return access.can(reader.member, "category.staff")
    return category.room is None or may_read(category.room, batch.once(places).get(reader.member.pk, {}))


def _can_read_home(batch: Batch, reader: Reader, capsule: Capsule) -> bool:
    """The twin of `Capsule.is_visible_to` for a reader of its community."""
    if capsule.thread:
        return _can_read(batch, reader, capsule.thread)
    return capsule.room is not None and may_read(capsule.room, batch.once(places).get(reader.member.pk, {}))


def _offered(
    batch: Batch, threads: list[Thread], reason: Reason, is_news: Callable[[Thread, int | None], bool]
) -> dict[int, list[Item]]:
    """Of these threads, those that are news for each reader who wants to hear of more than what is theirs.

    Args:
        is_news: given how far the reader has read, or None where they never were.
    """
    readers = [reader for reader in batch.readers if not reader.mine_only]
    muted, seen = _seen(readers, threads)

    def suits(reader: Reader, thread: Thread) -> bool:
        mine = reader.member.pk, thread.pk
        if thread.author_id == reader.member.pk or mine in muted or _begun(thread, reason) <= reader.since:
            return False
        return is_news(thread, seen.get(mine)) and _can_read(batch, reader, thread)

    chosen = {
        reader.member.pk: list(islice((thread for thread in threads if suits(reader, thread)), CHOSEN))
        for reader in readers
    }
    openings = _openings({thread.pk for some in chosen.values() for thread in some})
    return {
        reader.member.pk: [
            _opening(batch, reader, thread, openings.get(thread.pk), reason) for thread in chosen[reader.member.pk]
        ]
        for reader in readers
    }


def _begun(thread: Thread, reason: Reason) -> datetime:
    return thread.promotion.created_at if reason == "promoted" else thread.created_at


def _seen(readers: Iterable[Reader], threads: list[Thread]) -> tuple[set[tuple[int, int]], Seen]:
    """Which threads are muted by whom, and how far each has read."""
    ids = [reader.member.pk for reader in readers]
    rows = list(
        ThreadSeat.objects.filter(member__in=ids, thread__in=threads).values_list(
            "member", "thread", "level", "read_seq"
        )
    )
    muted = {(member, thread) for member, thread, level, _ in rows if level == ThreadSeat.Level.MUTE}
    return muted, {(member, thread): read_seq for member, thread, _, read_seq in rows}


def _openings(thread_ids: Iterable[int]) -> dict[int, Post]:
    standing = Q(removal=None) & Q(message__removal=None)
    posts = Post.objects.filter(standing, thread__in=list(thread_ids), seq=1).select_related("message")
    return {post.thread_id: post for post in posts}


def _news(batch: Batch, seat: ThreadSeat) -> Item:
    thread = seat.thread
    return Item(
        key=f"thread:{thread.pk}:{thread.seq}",
        title=thread.title,
        by=thread.last_by.name if thread.last_by else "",
        url=_path(batch, thread, seat.read_seq + 1),
        reason="followed",
        count=thread.seq - seat.read_seq,
        about=frozenset({f"thread:{thread.pk}"}),
    )


def _opening(batch: Batch, reader: Reader, thread: Thread, post: Post | None, reason: Reason) -> Item:
    return Item(
        key=f"{reason}:{thread.pk}",
        title=thread.title,
        by=thread.author.name,
        text=excerpt(post.said()) if post else "",
        place=_origin(batch, reader, thread) if reason == "promoted" else "",
        url=_path(batch, thread, 1),
        reason=reason,
        about=frozenset({f"thread:{thread.pk}"}),
    )


def _capsule(batch: Batch, shown: CapsuleShape, capsule: Capsule) -> Item:
    url, key = f"/c/{batch.community.slug}/capsules/{capsule.pk}", f"capsule:{capsule.pk}"
    rows = [line for part in shown.parts for line in part.lines]
    lines = [
        Line(f"{key}:{number}", _said_by(line, shown), excerpt(line.text), url)
        for number, line in enumerate(rows[:CAPSULE_LINES])
    ]
    return Item(
        key=key, title=shown.title, by=shown.by.name, place=capsule.room.name if capsule.room else "", url=url,
        reason="capsule", about=frozenset({key}), lines=tuple(lines),
    )  # fmt: skip


def _said_by(line: CapsuleLine, shown: CapsuleShape) -> str:
    return line.sources[0].author.name if line.sources else shown.by.name


def _origin(batch: Batch, reader: Reader, thread: Thread) -> str:
    """The room in which it was said, for those who may know it."""
    room = thread.promotion.room
    return room.name if may_read(room, batch.once(places).get(reader.member.pk, {})) else ""


def _path(batch: Batch, thread: Thread, seq: int) -> str:
    return f"/c/{batch.community.slug}/t/{thread.pk}/p/{seq}"
