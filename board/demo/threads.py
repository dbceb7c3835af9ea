"""The demo's board: threads written there, and conversations promoted out of the stream.

Threads and promotions are made by the verbs of members, which know only the present: their times are set afterwards.
What was replied is written as the history that it is.
"""

from datetime import datetime, timedelta
from uuid import uuid4

from board import cards, categories, promotions, scores
from board import threads as verbs
from board.demo import kinds
from board.demo.day import Day
from board.demo.script import CategoryPart, PromotionPart, ReplyPart, ThreadPart
from board.models import Category, Post, Promotion, Thread, ThreadLock, ThreadPin, ThreadSeat
from board.models.posts import WIDTH, path_under
from chat.models import Fold, Message, Room
from community.activity.models import Activity
from community.errors import NotFound
from community.members.models import Member

PROMOTED_AFTER = timedelta(minutes=4)  # after the last of the messages


def open_categories(parts: list[CategoryPart], owner: Member, rooms: dict[str, Room]) -> dict[str, Category]:
    """Make the categories, in order; by key."""
    made = {part.key: _category(part, owner, rooms) for part in parts}
    Category.objects.filter(community=owner.community_id).update(created_at=owner.joined_at)
    opened = Activity.objects.filter(community=owner.community_id, verb="category.create")
    opened.update(at=owner.joined_at)
    return made


def write(part: ThreadPart, category: Category, day: Day, people: dict[str, Member]) -> None:
    """A thread that was started on the board, with its replies."""
    author, at = people[part.by], day.at(part.at, days_ago=part.days_ago)
    _require_reader(author, category)
    started = verbs.start(author, category, part.title, part.text, part.tags, client_id=uuid4(), kind=part.kind)
    thread = _thread(started.id)
    Post.objects.filter(thread=thread).update(created_at=at)
    _date(thread, at, at)
    kinds.revise(part, thread, day, people)
    _carry_on(thread, part.replies, [None], day, part.days_ago, people)
    kinds.settle(part, thread, people)
    if part.pinned:
        ThreadPin.objects.create(thread=thread, by=author, at=at)
    if part.locked:
        ThreadLock.objects.create(thread=thread, by=author, at=thread.last_at)


def promote(
    part: PromotionPart, room: Room, category: Category, messages: list[Message], day: Day, people: dict[str, Member]
) -> None:
    """A conversation that was carried over to the board, and went on there."""
    shape = promotions.propose(
        people[part.by], room, [message.pk for message in messages], part.title, category, tags=part.tags
    )
    promotion = Promotion.objects.get(pk=shape.id)
    at = messages[-1].created_at + PROMOTED_AFTER
    Promotion.objects.filter(pk=promotion.pk).update(created_at=at)
    Fold.objects.filter(promotion=promotion).update(created_at=at)
    Activity.objects.filter(object=f"promotion:{promotion.pk}").update(at=at)
    thread = _thread(promotion.thread_id or 0)
    _date(thread, at, messages[-1].created_at)
    _carry_on(thread, part.replies, [None, *thread.posts.order_by("seq")], day, 0, people)
    cards.count_up(thread)


def _category(part: CategoryPart, owner: Member, rooms: dict[str, Room]) -> Category:
    shape = categories.create(
        owner, part.name, description=part.description, audience=part.audience,
        room=rooms[part.room].pk if part.room else None,
    )  # fmt: skip
    return Category.objects.select_related("room").get(pk=shape.id)


def _carry_on(
    thread: Thread, parts: list[ReplyPart], stand: list[Post | None], day: Day, days_ago: int, people: dict[str, Member]
) -> None:
    """Write the replies as one change. `stand` is what they count: the thread itself, then the posts before them."""
    if not parts:
        return
    first = thread.seq + 1
    thread.advance(posts=len(parts), replies=len(parts))
    written = []
    for seq, part in enumerate(parts, start=first):
        at = day.at(part.at, days_ago=days_ago)
        written.append(_reply(thread, people[part.by], part.text.strip(), stand[part.to or 0], seq, at))
        stand.append(written[-1])
    thread.last_by = written[-1].author
    Thread.objects.filter(pk=thread.pk).update(last_by=thread.last_by)
    _date(thread, thread.created_at, written[-1].created_at)
    _seat(thread, written)
    scores.refresh(thread)


def _reply(thread: Thread, author: Member, body: str, parent: Post | None, seq: int, at: datetime) -> Post:
    _require_reader(author, thread.category)
    path = path_under(parent, seq)
    return Post.objects.create(
        community_id=thread.community_id, thread=thread, parent=parent, author=author, client_id=uuid4(), body=body,
        seq=seq, rev=thread.rev, path=path, depth=len(path) // WIDTH - 1, created_at=at,
    )  # fmt: skip


def _seat(thread: Thread, written: list[Post]) -> None:
    """Who answers has read what was there."""
    reached = {post.author_id: post.seq for post in written}
    ThreadSeat.objects.bulk_create(
        [ThreadSeat(thread=thread, member_id=author, read_seq=seq) for author, seq in reached.items()],
        update_conflicts=True, unique_fields=["thread", "member"], update_fields=["read_seq"],
    )  # fmt: skip


def _thread(pk: int) -> Thread:
    return Thread.objects.select_related("category__room", "author").get(pk=pk)


def _date(thread: Thread, created_at: datetime, last_at: datetime) -> None:
    thread.created_at, thread.last_at = created_at, last_at
    Thread.objects.filter(pk=thread.pk).update(created_at=created_at, last_at=last_at)
    Activity.objects.filter(object=f"thread:{thread.pk}").update(at=created_at)


def _require_reader(member: Member, category: Category) -> None:
    """The verbs trust their callers to have looked the category up through the member."""
    if not category.is_visible_to(member):
        raise NotFound("category")
