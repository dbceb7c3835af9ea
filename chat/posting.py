"""Posting. What arrives together is committed together: one transaction and a fixed number of statements."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from chat import announce, droppers, flagging, history, mentions, policy, previews, seats, standings, tasks, writing
from chat.models import Message, Room
from chat.shapes import MessageShape, Quote
from chat.slow_mode import too_soon
from chat.terms import daily
from chat.writing import Line, Written
from community import metrics
from community.clock import now
from community.errors import NotFound, Refusal
from community.files import attaching
from community.files.attaching import Offered
from community.files.shapes import FileShape
from community.jobs.queue import queue
from community.members.models import Member, User
from community.members.shapes import MemberRef
from community.moderation import cases, holds, wordlists
from community.moderation.holds import Submission
from community.realtime.flood import posts_too_many

Outcome = MessageShape | Exception
MESSAGE = "message"  # as a carrier of files


@dataclass(frozen=True)
class Post:
    """Something that a member wants to say in a room.

    Attributes:
        client_id: the client's own id of this message; the same again gets the first answer.
        reply_to: the id of the message in the same room that this answers.
        limited: whether the terms of the room and the limits of time bind it; a replay's posts they do not.
        counted: whether it was counted already as one of a member's posts.
        read: whether a moderator has read it, so that no word list holds it back.
        files: the ids of the files that go along.
    """

    author: Member
    room: Room
    body: str
    client_id: UUID
    reply_to: int | None = None
    limited: bool = True
    files: Sequence[int] = ()
    counted: bool = False
    read: bool = False


@dataclass(frozen=True)
class Draft:
    """A post that nothing stands against, with all that will be written of it.

    Attributes:
        flags: the listed words of which moderators are to know.
        holds: those for which one of them reads it first.
    """

    post: Post
    target: Message | None
    named: list[int]
    to_all: bool
    files: list[FileShape]
    flags: tuple[str, ...]
    holds: tuple[str, ...]

    def line(self) -> Line:
        post, target = self.post, self.target.pk if self.target else None
        files = attaching.stored(self.files)
        return Line(post.author, post.room, post.body, post.client_id, target, self.to_all, self.named, files)

    def shape(self, written: Written, at: datetime) -> MessageShape:
        post = self.post
        return MessageShape(
            id=written.id, room=post.room.pk, seq=written.seq, rev=written.rev, client_id=post.client_id, kind="text",
            author=MemberRef.of(post.author), body=post.body, files=self.files, preview=None,
            reply_to=Quote.of(self.target) if self.target else None,
            created_at=at, edited_at=None, removed=None, reactions=[], mentions=self.named, mention_all=self.to_all,
            pinned=False, fold=None,
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
    outcomes = _first_answers(posts, _tried(posts))
    again = iter(_afresh([post for post, outcome in zip(posts, outcomes, strict=True) if outcome is None]))
    return [next(again) if outcome is None else outcome for outcome in outcomes]


def _tried(posts: list[Post]) -> list[Outcome | None]:
    """Each post's outcome; None for those of which something else was known than is true by now."""
    drafts = _drafted(posts)
    written = iter(_written([draft for draft in drafts if isinstance(draft, Draft)]))
    return [next(written) if isinstance(draft, Draft) else draft for draft in drafts]


def _afresh(posts: list[Post]) -> list[Outcome]:
    """Try once more, with authors and rooms as they are now."""
    seen = [_looked_up(post) for post in posts]
    outcomes = iter(_tried([post for post in seen if isinstance(post, Post)]))
    return [(next(outcomes) or NotFound("room")) if isinstance(post, Post) else post for post in seen]


def _looked_up(post: Post) -> Post | Refusal:
    standings.forget([(post.author.user_id or 0, post.room.pk)])
    author = Member.objects.select_related("silence").filter(pk=post.author.pk).first()
    room = Room.objects.visible_to(author).filter(pk=post.room.pk).first() if author else None
    if author is None or room is None:
        return NotFound("room")
    try:
        policy.require_voice_here(author, room)
    except Refusal as refusal:
        return refusal
    return replace(post, author=author, room=room, counted=True)


def _drafted(posts: list[Post]) -> list[Draft | Exception]:
    """Each post checked by itself; what they need to know is asked for all of them at once."""
    targets = _targets(posts)
    called = mentions.Called([(post.author, post.room, post.body) for post in posts])
    offered = Offered(pk for post in posts for pk in post.files)
    drafts = [_draft(post, targets, called, offered) for post in posts]
    fresh = [draft for draft in drafts if isinstance(draft, Draft) and draft.post.limited and not draft.post.counted]
    refusals = dict(zip(map(id, fresh), _one_too_many(fresh), strict=True))
    return [refusals.get(id(draft)) or _unless_held(draft) for draft in drafts]


def _one_too_many(drafts: list[Draft]) -> list[Refusal | None]:
    """Count these posts; for each the error, if it comes too soon after others."""
    posts = [draft.post for draft in drafts]
    flooding = posts_too_many([post.author.pk for post in posts])
    return [
        flood or slow or enough
        for flood, slow, enough in zip(flooding, too_soon(posts), daily.too_many(posts), strict=True)
    ]


def _draft(post: Post, targets: dict[int, Message], called: mentions.Called, offered: Offered) -> Draft | Exception:
    try:
        policy.require_post(post.author, post.room)
        files = offered.by(post.author, post.files)
        body = policy.checked(post.body, carries_files=bool(files))
        said = wordlists.checked(post.room.community_id, body, can_wait=True)
        post = replace(post, body=said.text)
        target = targets.get(post.reply_to or 0)
        if post.reply_to is not None and (target is None or target.room_id != post.room.pk):
            raise NotFound("message")
        if post.limited:
            policy.require_turn(post.author, post.room)
            explained = bool(files) or _answers_another(post, target)
            policy.require_fitting(post.author, post.room, post.body, explained=explained)
        named = called.by(post.author, post.room, post.body)
        to_all = mentions.calls_all(post.author, post.room, post.body)
    except Refusal as refusal:
        return refusal
    waits = said.holds if not post.read and post.room.kind != Room.Kind.DIRECT else ()
    return Draft(post, target, named, to_all, files, said.flags, waits)


def _unless_held(draft: Draft | Exception) -> Draft | Exception:
    """What may stand in its room, it also may wait; what its author is told of a post that does."""
    if isinstance(draft, Exception) or not draft.holds:
        return draft
    post = draft.post
    sent = {"body": post.body, "reply_to": post.reply_to, "files": list(post.files)}
    path = f"/c/{post.room.community.slug}/r/{post.room.pk}"
    wanted = Submission(post.author, "message", post.client_id, f"room:{post.room.pk}", path, post.body, sent)
    return holds.refusal(cases.hold(wanted, draft.holds))


def _answers_another(post: Post, target: Message | None) -> bool:
    """A link may be the answer to somebody's question."""
    return target is not None and target.author_id != post.author.pk


def _targets(posts: list[Post]) -> dict[int, Message]:
    wanted = {post.reply_to for post in posts if post.reply_to is not None}
    if not wanted:
        return {}
    return Message.objects.select_related("author", "removal").in_bulk(wanted)


def _written(drafts: list[Draft]) -> list[Outcome | None]:
    """Commit drafts together; one that cannot be committed is found by halving and does not spoil the others."""
    if not drafts:
        return []
    try:
        return _commit(drafts)
    except (Refusal, IntegrityError) as error:
        if len(drafts) == 1:
            return [error]
        half = len(drafts) // 2
        return _written(drafts[:half]) + _written(drafts[half:])


def _commit(drafts: list[Draft]) -> list[Outcome | None]:
    at, began = now(), time.perf_counter()
    written = _write(drafts, at)
    metrics.COMMIT_SECONDS.observe(time.perf_counter() - began)
    metrics.COMMIT_BATCH_POSTS.observe(len(drafts))
    said = [(draft, row, draft.shape(row, at)) for draft, row in zip(drafts, written, strict=True) if row]
    announce.posted([(shape, row.gate) for _, row, shape in said])
    announce.heard(list({draft.post.room.pk: draft.post.room for draft, _, _ in said}.values()))
    for draft, row, _ in said:
        _follow_up(draft, row)
    shapes = {row.id: shape for _, row, shape in said}
    return [shapes[row.id] if row else None for row in written]


def _write(drafts: list[Draft], at: datetime) -> list[Written | None]:
    """Write the messages, and hand over their files with them; without files, in one statement."""
    lines = [draft.line() for draft in drafts]
    if not any(draft.files for draft in drafts):
        return writing.write(lines, at)
    with transaction.atomic():
        written = writing.write(lines, at)
        pairs = [(file.id, row.id) for draft, row in zip(drafts, written, strict=True) if row for file in draft.files]
        attaching.attach(MESSAGE, pairs)
    return written


def _follow_up(draft: Draft, written: Written) -> None:
    draft.post.room.seq, draft.post.room.rev = written.seq, written.rev
    if draft.named or draft.to_all or draft.target or draft.post.room.kind == Room.Kind.DIRECT:
        queue(tasks.tell_of_message, written.id)
    if draft.post.limited and droppers.may_be_one(draft.post.author, draft.post.body):
        queue(tasks.look_for_droppers, draft.post.author.pk)
    if previews.may_want(draft.post.body):
        queue(tasks.preview, written.id)
    flagging.note_words(written.id, draft.flags)
    if not written.seated:
        seats.sit_down(draft.post.room, draft.post.author)


def _first_answers(posts: list[Post], outcomes: list[Outcome | None]) -> list[Outcome | None]:
    """Whatever stands against a new post by now: the same one again gets the first answer."""
    stopped = [post for post, outcome in zip(posts, outcomes, strict=True) if not isinstance(outcome, MessageShape)]
    if not stopped:
        return outcomes
    keys = [(post.author.pk, post.client_id) for post in stopped]
    waiting = holds.answers([_key(post) for post in stopped if not post.read])
    first: dict[tuple[int, UUID], Outcome] = {**waiting, **first_answers(keys)}
    return [
        outcome if isinstance(outcome, MessageShape) else first.get(_key(post), outcome)
        for post, outcome in zip(posts, outcomes, strict=True)
    ]


def said_before(user: User, room_id: int, client_id: UUID) -> MessageShape:
    """What an account posted in a room that it cannot read any more: its own words, and the truth.

    Raises:
        NotFound: it did not.
    """
    shapes = history.shapes(Message.objects.filter(author__user=user.pk, client_id=client_id, room=room_id))
    if not shapes:
        raise NotFound("room")
    return shapes[0]


def first_answers(wanted: Sequence[tuple[int, UUID]]) -> dict[tuple[int, UUID], MessageShape]:
    """Those of these posts that were committed before, by their authors' ids and their clients' ids of them."""
    said = Message.objects.filter(author__in={pk for pk, _ in wanted}, client_id__in={again for _, again in wanted})
    return {(shape.author.id, shape.client_id): shape for shape in history.shapes(said)}
