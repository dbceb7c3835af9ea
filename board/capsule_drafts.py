"""Drafts of capsules: what a conversation or a thread says, in its own words, for somebody to look over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.db import connection

from board import language_model, policy
from board.capsule_shapes import ADDRESSES, CapsuleDraft, CapsuleLine, CapsulePart, Kind
from board.capsule_sources import Source
from board.language_model import Note
from board.models import CapsuleSettings, Post, Thread
from chat import gist
from chat.conversations import gists
from chat.conversations.models import Conversation
from chat.gist import Said
from community import access
from community.members.models import Member

# What the gist calls its parts, and what they are called in a capsule: a snippet of code is an answer as a rule.
_KINDS: dict[str, Kind] = {
    "question": "question", "answers": "answer", "code": "answer", "decisions": "decision", "links": "link",
    "files": "file", "open": "open",
}  # fmt: skip
_AT_ONCE = 25  # seconds in which a member asks the model once; meanwhile drafts come without it


@dataclass(frozen=True)
class _Line:
    kind: Kind
    text: str
    sources: list[Source]


def of_conversation(member: Member, conversation: Conversation) -> CapsuleDraft:
    """A note of a conversation, of the messages of it that stand.

    Raises:
        Forbidden: `forbidden`.
    """
    access.require(member, "capsule.create")
    messages = gists.talks([conversation.pk])[conversation.pk]
    told = gists.talk(messages)
    sources = {message.seq: Source.of_message(message) for message in messages}
    return _draft(member, gist.title(told) if messages else "", _lines(told, sources))


def of_thread(member: Member, thread: Thread) -> CapsuleDraft:
    """A note of a thread, of the posts in it that stand: its first and its last.

    Raises:
        Forbidden: `forbidden`.
    """
    access.require(member, "capsule.create")
    posts = _standing(thread)
    told = gist.Talk([_said(post) for post in posts])
    return _draft(member, thread.title, _lines(told, {post.seq: Source.of_post(post) for post in posts}))


def _standing(thread: Thread) -> list[Post]:
    rows = thread.posts.filter(removal=None, message__removal=None).select_related(
        "author", "removal", "message__removal", "parent"
    )
    half = gists.MOST // 2
    first = list(rows.order_by("seq")[:half])
    last = list(rows.filter(seq__gt=first[-1].seq).order_by("-seq")[:half]) if first else []
    return [*first, *last[::-1]]


def _said(post: Post) -> Said:
    """What answers no post in particular answers the opening; promoted posts are talk, and may answer anything."""
    opening = None if post.message_id or post.seq == 1 else 1
    answers = post.parent.seq if post.parent else opening
    return Said(post.seq, post.author.name, post.words(), answers, post.created_at.timestamp())


def _lines(told: gist.Talk, sources: dict[int, Source]) -> list[_Line]:
    """The lines of a note by kind, with addresses of web pages only."""
    parts = [(_KINDS[part.kind], line) for part in gist.capsule(told).parts for line in part.lines]
    lines = [_Line(kind, line.text, [sources[key] for key in line.keys]) for kind, line in parts]
    return [line for line in lines if line.kind not in ADDRESSES or policy.leads_to_pages_only(line.text)]


def _draft(member: Member, title: str, lines: Sequence[_Line]) -> CapsuleDraft:
    sent, texts = _worded(member, lines)
    rows = [(line.kind, text or line.text, line.sources) for line, text in zip(lines, texts)]
    kinds = dict.fromkeys(kind for kind, _, _ in rows)
    parts = [CapsulePart(kind=kind, lines=[_shape(*row[1:]) for row in rows if row[0] == kind]) for kind in kinds]
    return CapsuleDraft(title=title, parts=parts, by_model=any(texts), sent=sent)


def _shape(text: str, sources: list[Source]) -> CapsuleLine:
    return CapsuleLine(text=text, sources=[source.shape for source in sources])


def _worded(member: Member, lines: Sequence[_Line]) -> tuple[str | None, list[str | None]]:
    """What the model was shown, if anything, and its words for each line, if it has any."""
    notes = {at: Note(line.text, tuple(one.text for one in line.sources)) for at, line in _to_word(lines)}
    if not notes or not _may_ask(member):
        return None, [None] * len(lines)
    shown = language_model.letter(list(notes.values()))
    texts = _without_connection(lambda: language_model.worded(list(notes.values()), shown)) or []
    found = dict(zip(notes, texts))
    return shown, [found.get(at) for at in range(len(lines))]


def _to_word(lines: Sequence[_Line]) -> list[tuple[int, _Line]]:
    """Addresses are nothing to be put into other words."""
    return [(at, line) for at, line in enumerate(lines) if line.kind not in ADDRESSES]


def _may_ask(member: Member) -> bool:
    """Whether the operator has a model, the community wants it, and the member is not asking it just now."""
    wanted = CapsuleSettings.objects.filter(community=member.community_id, model=True)
    if not language_model.is_there() or not wanted.exists():
        return False
    return bool(cache.add(f"capsule-draft:{member.pk}", 1, timeout=_AT_ONCE))


def _without_connection(act: Callable[[], list[str] | None]) -> list[str] | None:
    """Give the database connection back while somebody else is waited for."""
    if not connection.in_atomic_block:
        connection.close()
    return act()
