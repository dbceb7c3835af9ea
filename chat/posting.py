"""Posting. What arrives together is committed together: one transaction and a fixed number of statements."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import DataError, IntegrityError, transaction

from chat import (
    announce,
    droppers,
    flagging,
    history,
    policy,
    previews,
    seats,
    standings,
    tasks,
    writing,
)
from chat.drafting import Draft, Post, drafted
from chat.models import Message, Room
from chat.shapes import MessageShape
from chat.writing import Written
from community import metrics
from community.clock import now
from community.errors import NotFound, Refusal
from community.files import attaching
from community.jobs.queue import queue
from community.members.models import Member, User
from community.moderation import holds

Outcome = MessageShape | Exception
MESSAGE = "message"  # as a carrier of files


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


def _tried(posts: list[Post], *, waited: bool = False) -> list[Outcome | None]:
    """Each post's outcome; None for those of which something else was known than is true by now."""
    drafts = drafted(posts)
    written = iter(_written([draft for draft in drafts if isinstance(draft, Draft)], waited))
    return [next(written) if isinstance(draft, Draft) else draft for draft in drafts]


def _afresh(posts: list[Post]) -> list[Outcome]:
    """Try once more, with authors and rooms as they are now."""
    seen = [_looked_up(post) for post in posts]
    outcomes = iter(_tried([post for post in seen if isinstance(post, Post)], waited=True))
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


def _written(drafts: list[Draft], waited: bool) -> list[Outcome | None]:
    """Commit drafts together; one that cannot be committed is found by halving and does not spoil the others."""
    if not drafts:
        return []
    at, began = now(), time.perf_counter()
    try:
        written = _write(drafts, at, waited)
    except (Refusal, IntegrityError, DataError) as error:
        if len(drafts) == 1:
            return [error]
        half = len(drafts) // 2
        return _written(drafts[:half], waited) + _written(drafts[half:], waited)
    metrics.COMMIT_SECONDS.observe(time.perf_counter() - began)
    metrics.COMMIT_BATCH_POSTS.observe(len(drafts))
    return _told(drafts, written, at)


def _told(drafts: list[Draft], written: list[Written | None], at: datetime) -> list[Outcome | None]:
    """Say what was committed to those who hear it, and to who posted it; None for what was left out."""
    said = [(draft, row, draft.shape(row, at)) for draft, row in zip(drafts, written, strict=True) if row]
    announce.posted([(shape, row.gate) for _, row, shape in said])
    announce.heard(list({draft.post.room.pk: draft.post.room for draft, _, _ in said}.values()))
    for draft, row, _ in said:
        _follow_up(draft, row)
    shapes = {row.id: shape for _, row, shape in said}
    return [shapes[row.id] if row else None for row in written]


def _write(drafts: list[Draft], at: datetime, waited: bool) -> list[Written | None]:
    """Write the messages, and hand over their files with them; without files, in one statement."""
    lines = [draft.line() for draft in drafts]
    if not any(draft.brings() for draft in drafts):
        return writing.write(lines, at, waited=waited)
    with transaction.atomic():
        written = writing.write(lines, at, waited=waited)
        pairs = zip(drafts, written, strict=True)
        attaching.attach(MESSAGE, [(file.id, row.id) for draft, row in pairs if row for file in draft.brings()])
    return written


def _follow_up(draft: Draft, written: Written) -> None:
    draft.post.room.seq, draft.post.room.rev = written.seq, written.rev
    if draft.call.people or draft.to_all or draft.target or draft.post.room.kind == Room.Kind.DIRECT:
        queue(tasks.tell_of_message, written.id)
    if draft.post.limited and droppers.may_be_one(draft.post.author, draft.post.body):
        queue(tasks.look_for_droppers, draft.post.author.pk)
    if previews.may_want(draft.post.body):
        queue(tasks.preview, written.id)
    flagging.note_words(written.id, draft.flags)
    if not written.seated and draft.post.room.kind == Room.Kind.OPEN:
        seats.take(draft.post.room, draft.post.author)


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
