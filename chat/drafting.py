"""Checking posts: what nothing stands against becomes a draft of what will be written."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import InterfaceError, OperationalError

from chat import dominating, mentions, policy, role_limits
from chat.models import Message, Room
from chat.role_calls import Call
from chat.shapes import MessageShape, Quote
from chat.slow_mode import too_soon
from chat.terms import daily
from chat.writing import Line, Written
from community.errors import Forbidden, NotFound, Refusal
from community.files import attaching
from community.files.attaching import Offered
from community.files.shapes import FileShape
from community.members.models import Member
from community.members.shapes import MemberRef
from community.moderation import cases, holds, wordlists
from community.moderation.holds import Submission
from community.moderation.models import Report
from community.trust import screening
from community.trust.said import Said, Wait

log = logging.getLogger(__name__)


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
        holds: those for which one of them reads it first, or what else is told of why it waits.
        why: the reason, one of `Report.Why`.
    """

    post: Post
    target: Message | None
    call: Call
    to_all: bool
    files: list[FileShape]
    flags: tuple[str, ...]
    holds: tuple[str, ...]
    why: str = Report.Why.WORDS

    def line(self) -> Line:
        post, target = self.post, self.target.pk if self.target else None
        files = attaching.stored(self.files)
        return Line(post.author, post.room, post.body, post.client_id, target, self.to_all, self.call.people, files)

    def brings(self) -> list[FileShape]:
        """The files that are handed over with it."""
        return attaching.own(self.files)

    def said(self) -> Said:
        post, alone = self.post, self.post.room.kind == Room.Kind.DIRECT
        return Said(post.author, post.body, "message", self.call.amount, len(self.brings()), alone)

    def shape(self, written: Written, at: datetime) -> MessageShape:
        post = self.post
        return MessageShape(
            id=written.id, room=post.room.pk, seq=written.seq, rev=written.rev, client_id=post.client_id, kind="text",
            author=MemberRef.of(post.author), body=post.body, files=self.files, preview=None,
            reply_to=Quote.of(self.target) if self.target else None,
            created_at=at, edited_at=None, removed=None, reactions=[], mentions=self.call.people,
            mention_all=self.to_all, pinned=False, fold=None,
        )  # fmt: skip


def drafted(posts: list[Post]) -> list[Draft | Exception]:
    """Each post as it will be written, or the error that only it gets.

    A post on which a check of ours breaks gets that error too, and those beside it are checked again.
    """
    try:
        return _checked(posts)
    except (OperationalError, InterfaceError):
        raise  # it is the database that is away, for all of them
    except Exception as error:
        if len(posts) > 1:
            return [outcome for post in posts for outcome in drafted([post])]
        log.exception("a post could not be checked")
        return [error]


def _checked(posts: list[Post]) -> list[Draft | Exception]:
    """Each post checked by itself; what they need to know is asked for all of them at once."""
    targets = _targets(posts)
    called = mentions.Called([(post.author, post.room, post.body) for post in posts])
    offered = Offered((pk for post in posts for pk in post.files), also_shared=True)
    drafts = [_draft(post, targets, called, offered) for post in posts]
    fresh = [draft for draft in drafts if isinstance(draft, Draft) and draft.post.limited and not draft.post.counted]
    judged = dict(zip(map(id, fresh), _judged(fresh), strict=True))
    return [_unless_held(judged.get(id(draft), draft)) for draft in drafts]


def _judged(drafts: list[Draft]) -> list[Draft | Refusal]:
    """Count these posts; for each the error, if it comes too soon, or the draft, which may have to wait."""
    posts = [draft.post for draft in drafts]
    verdicts: Iterable[tuple[Refusal | Wait | None, ...]] = zip(
        screening.judged([draft.said() for draft in drafts]),
        too_soon(posts), dominating.too_much(posts), daily.too_many(posts), _called_too_often(drafts), strict=True,
    )  # fmt: skip
    return [
        _ruled(draft, next((one for one in some if one), None)) for draft, some in zip(drafts, verdicts, strict=True)
    ]


def _called_too_often(drafts: list[Draft]) -> list[Forbidden | None]:
    calling = [(draft.post.author, draft.post.client_id) for draft in drafts if draft.call.reached]
    refusals = dict(zip(calling, role_limits.too_often(calling), strict=True))
    return [refusals.get((draft.post.author, draft.post.client_id)) for draft in drafts]


def _ruled(draft: Draft, verdict: Refusal | Wait | None) -> Draft | Refusal:
    if isinstance(verdict, Wait) and not draft.holds:
        return replace(draft, holds=(verdict.note,), why=verdict.why)
    return verdict if isinstance(verdict, Refusal) else draft


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
            explained = bool(attaching.own(files)) or _answers_another(post, target)
            policy.require_fitting(post.author, post.room, post.body, explained=explained)
        call = called.by(post.author, post.room, post.body)
        role_limits.require_reach(post.author, call)
        to_all = mentions.calls_all(post.author, post.room, post.body)
    except Refusal as refusal:
        return refusal
    waits = said.holds if not post.read and post.room.kind != Room.Kind.DIRECT else ()
    return Draft(post, target, call, to_all, files, said.flags, waits)


def _unless_held(draft: Draft | Exception) -> Draft | Exception:
    """What may stand in its room, it also may wait; what its author is told of a post that does."""
    if isinstance(draft, Exception) or not draft.holds:
        return draft
    post = draft.post
    sent = {"body": post.body, "reply_to": post.reply_to, "files": list(post.files)}
    path = f"/c/{post.room.community.slug}/r/{post.room.pk}"
    wanted = Submission(post.author, "message", post.client_id, f"room:{post.room.pk}", path, post.body, sent)
    return holds.refusal(cases.hold(wanted, draft.holds, draft.why))


def _answers_another(post: Post, target: Message | None) -> bool:
    """A link may be the answer to somebody's question."""
    return target is not None and target.author_id != post.author.pk


def _targets(posts: list[Post]) -> dict[int, Message]:
    wanted = {post.reply_to for post in posts if post.reply_to is not None}
    if not wanted:
        return {}
    return Message.objects.select_related("author", "removal").in_bulk(wanted)
