"""The words on which capsules stand: where they are, whether they still stand, and whether they still say the same."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import cast

from django.db.models import QuerySet

from board.capsule_shapes import CapsuleSourceShape, CitedSource
from board.models import Capsule, CapsuleSource, Post, Thread
from chat import gist
from chat.models import Message, Room
from community.errors import InvalidInput
from community.members.models import Member
from community.members.shapes import MemberRef

Key = tuple[int | None, int | None]  # a message's id, or a post's
MOST = 200  # sources of a capsule
ECHO = 0.5  # share of a text's words from which on it repeats a message


@dataclass(frozen=True)
class Source:
    """A message or a post, as it is now."""

    key: Key
    seq: int
    author: Member
    text: str
    stands: bool

    @classmethod
    def of_message(cls, message: Message) -> "Source":
        stands = getattr(message, "removal", None) is None
        return cls((message.pk, None), message.seq, message.author, message.body, stands)

    @classmethod
    def of_post(cls, post: Post) -> "Source":
        return cls((None, post.pk), post.seq, post.author, post.words(), post.removed() is None)

    @property
    def said(self) -> str:
        """A hash of the words."""
        return sha256(self.text.encode()).hexdigest()

    @property
    def shape(self) -> CapsuleSourceShape:
        message, post = self.key
        return CapsuleSourceShape(message=message, post=post, seq=self.seq, author=MemberRef.of(self.author))


@dataclass(frozen=True)
class Standing:
    """The sources of a capsule, and whether all is as it was when somebody last looked it over."""

    by_key: dict[Key, Source]
    stale: bool

    @property
    def gone(self) -> list[Source]:
        return [source for source in self.by_key.values() if not source.stands]

    def shows(self, keys: Iterable[Key]) -> bool:
        """Whether all of these still stand."""
        return all(key in self.by_key and self.by_key[key].stands for key in keys)

    def repeats_gone(self, text: str) -> bool:
        """Whether a text that names no source says again what was removed."""
        return any(echoes(text, source.text) for source in self.gone)


def of(capsules: Iterable[Capsule]) -> dict[int, Standing]:
    """The sources of capsules: one query, however many there are."""
    rows: dict[int, list[CapsuleSource]] = defaultdict(list)
    for row in _whole().filter(capsule__in=[capsule.pk for capsule in capsules]):
        rows[row.capsule_id].append(row)
    return defaultdict(lambda: Standing({}, False), {pk: _standing(found) for pk, found in rows.items()})


def cited(home: Room | Thread, named: Iterable[CitedSource]) -> dict[Key, Source]:
    """What lines cite, as it stands in the capsule's home.

    Raises:
        InvalidInput: a source that is not there, or does not stand, or too many of them.
    """
    keys = {(source.message, source.post) for source in named}
    if len(keys) > MOST:
        raise InvalidInput("input.invalid", "These are too many sources.", fields={"parts": "too_long"})
    found = _messages(home, keys) if isinstance(home, Room) else _posts(home, keys)
    if keys - {source.key for source in found if source.stands}:
        raise InvalidInput("input.invalid", "A line cites what does not stand here.", fields={"parts": "unknown"})
    return {source.key: source for source in found}


def write(capsule: Capsule, found: Iterable[Source]) -> None:
    """Make these the sources of a capsule, with what they say now."""
    capsule.sources.all().delete()
    rows = [CapsuleSource(capsule=capsule, message_id=one.key[0], post_id=one.key[1], said=one.said) for one in found]
    CapsuleSource.objects.bulk_create(rows)


def echoes(text: str, words: str) -> bool:
    """Whether a text repeats words: half of what it says stands in them, or all of it as it is."""
    mine = set(gist.words(text))
    return len(mine & set(gist.words(words))) >= ECHO * len(mine) if mine else text.strip() in words


def _standing(rows: list[CapsuleSource]) -> Standing:
    now = [(row.said, _source(row)) for row in rows]
    stale = any(not source.stands or source.said != said for said, source in now)
    return Standing({source.key: source for _, source in now}, stale)


def _source(row: CapsuleSource) -> Source:
    if row.post:
        return Source.of_post(row.post)
    return Source.of_message(cast(Message, row.message))


def _whole() -> QuerySet[CapsuleSource]:
    return CapsuleSource.objects.select_related(
        "message__author", "message__removal", "post__author", "post__removal", "post__message__removal"
    ).order_by("pk")


def _messages(room: Room, keys: set[Key]) -> list[Source]:
    rows = room.messages.filter(pk__in=[message for message, post in keys if message and not post])
    return [Source.of_message(row) for row in rows.select_related("author", "removal").order_by("seq")]


def _posts(thread: Thread, keys: set[Key]) -> list[Source]:
    rows = thread.posts.filter(pk__in=[post for message, post in keys if post and not message])
    whole = rows.select_related("author", "removal", "message__removal").order_by("seq")
    return [Source.of_post(row) for row in whole]
