"""Posting. What arrives together is committed together: one transaction and a fixed number of statements."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from chat import announce, history, mentions, policy, seats, tasks
from chat.models import Message, Room
from chat.shapes import MessageShape
from chat.slow_mode import too_soon
from community.errors import NotFound, Refusal
from community.jobs.queue import queue
from community.members.models import Member
from community.realtime.flood import posts_too_many

Outcome = MessageShape | Exception


@dataclass(frozen=True)
class Post:
    """Something that a member wants to say in a room.

    Attributes:
        client_id: the client's own id of this message; the same again gets the first answer.
        reply_to: the id of the message in the same room that this answers.
        limited: whether it counts as one of a member's posts in ten seconds; a replay's posts do not.
    """

    author: Member
    room: Room
    body: str
    client_id: UUID
    reply_to: int | None = None
    limited: bool = True


@dataclass(frozen=True)
class Draft:
    """A post that nothing stands against, with all that will be written of it."""

    post: Post
    target: Message | None
    named: list[int]
    to_all: bool

    def message(self, seq: int, rev: int) -> Message:
        post = self.post
        return Message(
            community_id=post.room.community_id, room=post.room, author=post.author, client_id=post.client_id,
            body=post.body, reply_to=self.target, mention_all=self.to_all, seq=seq, rev=rev,
        )  # fmt: skip


def together(posts: Sequence[Post]) -> list[Outcome]:
    """Commit posts of any members in any rooms; for each its message, or the error that only it gets.

    The errors are those of `messages.post`. The same post twice is one. What is committed is so when this returns.
    """
    once = list({_key(post): post for post in reversed(posts)}.values())[::-1]
    outcomes = {_key(post): outcome for post, outcome in zip(once, _each(once), strict=True)}
    return [outcomes[_key(post)] for post in posts]


def _key(post: Post) -> tuple[int, UUID]:
    return post.author.pk, post.client_id


def _each(posts: list[Post]) -> list[Outcome]:
    drafts = _drafted(posts)
    good = [draft for draft in drafts if isinstance(draft, Draft)]
    written = iter(_written(good))
    outcomes = [next(written) if isinstance(draft, Draft) else draft for draft in drafts]
    return _first_answers(posts, outcomes)


def _drafted(posts: list[Post]) -> list[Draft | Exception]:
    """Each post checked by itself; what they need to know is asked for all of them at once."""
    targets = _targets(posts)
    called = mentions.Called([(post.author, post.room, post.body) for post in posts])
    drafts = [_draft(post, targets, called) for post in posts]
    limited = [draft for draft in drafts if isinstance(draft, Draft) and draft.post.limited]
    refusals = dict(zip(map(id, limited), _one_too_many(limited), strict=True))
    return [refusals.get(id(draft)) or draft for draft in drafts]


def _one_too_many(drafts: list[Draft]) -> list[Refusal | None]:
    """Count these posts; for each the error, if it comes too soon after others."""
    posts = [draft.post for draft in drafts]
    flooding = posts_too_many([post.author.pk for post in posts])
    return [flood or slow for flood, slow in zip(flooding, too_soon(posts), strict=True)]


def _draft(post: Post, targets: dict[int, Message], called: mentions.Called) -> Draft | Exception:
    try:
        policy.require_post(post.author, post.room)
        post = replace(post, body=policy.checked(post.body))
        target = targets.get(post.reply_to or 0)
        if post.reply_to is not None and (target is None or target.room_id != post.room.pk):
            raise NotFound("message")
        named = called.by(post.author, post.room, post.body)
        to_all = mentions.calls_all(post.author, post.room, post.body)
    except Refusal as refusal:
        return refusal
    return Draft(post, target, named, to_all)


def _targets(posts: list[Post]) -> dict[int, Message]:
    wanted = {post.reply_to for post in posts if post.reply_to is not None}
    if not wanted:
        return {}
    return Message.objects.select_related("author", "removal").in_bulk(wanted)


def _written(drafts: list[Draft]) -> list[Outcome]:
    """Commit drafts together; one that cannot be committed is found by halving and does not spoil the others."""
    if not drafts:
        return []
    try:
        return list(_commit(drafts))
    except (Refusal, IntegrityError) as error:
        if len(drafts) == 1:
            return [error]
        half = len(drafts) // 2
        return _written(drafts[:half]) + _written(drafts[half:])


@transaction.atomic
def _commit(drafts: list[Draft]) -> list[MessageShape]:
    said = _numbered(drafts)
    Message.objects.bulk_create(said)
    mentions.write_new([(message, draft.named) for message, draft in zip(said, drafts, strict=True)])
    seats.caught_up(said)
    shapes = [MessageShape.new(message, draft.named) for message, draft in zip(said, drafts, strict=True)]
    announce.posted(said, shapes)
    for message, draft in zip(said, drafts, strict=True):
        if draft.named or draft.to_all or draft.target:
            queue(tasks.tell_of_message, message.pk)
    return shapes


def _numbered(drafts: list[Draft]) -> list[Message]:
    """Give each its room's next place and number; locks the rooms until commit."""
    counts = Counter(draft.post.room.pk for draft in drafts)
    last = _advance(counts)
    before = {pk: (seq - counts[pk], rev - counts[pk]) for pk, (seq, rev) in last.items()}
    said = []
    for draft in drafts:
        room = draft.post.room
        room.seq, room.rev = before[room.pk] = (before[room.pk][0] + 1, before[room.pk][1] + 1)
        said.append(draft.message(room.seq, room.rev))
    return said


def _advance(counts: Counter[int]) -> dict[int, tuple[int, int]]:
    """Move the counters of rooms on; locked in the order of their ids, so that no two processes wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH wanted AS (SELECT * FROM unnest(%s::bigint[], %s::bigint[]) AS wanted(id, count)),"
            " held AS MATERIALIZED (SELECT id FROM chat_room WHERE id IN (SELECT id FROM wanted)"
            "  ORDER BY id FOR NO KEY UPDATE)"
            " UPDATE chat_room SET seq = seq + count, rev = rev + count FROM wanted JOIN held USING (id)"
            " WHERE chat_room.id = wanted.id RETURNING chat_room.id, seq, rev",
            [list(counts), list(counts.values())],
        )
        return {pk: (seq, rev) for pk, seq, rev in cursor.fetchall()}


def _first_answers(posts: list[Post], outcomes: list[Outcome]) -> list[Outcome]:
    """Whatever stands against a new post by now: the same one again gets the first answer."""
    refused = [post for post, outcome in zip(posts, outcomes, strict=True) if isinstance(outcome, Exception)]
    if not refused:
        return outcomes
    said = Message.objects.filter(
        author__in={post.author for post in refused}, client_id__in={post.client_id for post in refused}
    )
    first = {(shape.author.id, shape.client_id): shape for shape in history.shapes(said)}
    return [
        first.get(_key(post), outcome) if isinstance(outcome, Exception) else outcome
        for post, outcome in zip(posts, outcomes, strict=True)
    ]
