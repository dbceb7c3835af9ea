from datetime import datetime
from typing import Any

from django.db import models

from board.models.threads import Thread
from chat.models import Message
from community.clock import now
from community.files.attaching import marks
from community.members.models import Community, Member

WIDTH = 5  # characters a level of a path: 36^5, some 60 million posts a thread
DEEPEST = 60  # levels below the top; a reply below the deepest stands beside what it answers
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def path_under(parent: "Post | None", seq: int) -> str:
    """Where a post stands in its thread: the order of these texts, byte by byte, is the order of the tree."""
    return path_below(parent.path if parent else "", seq)


def path_below(above: str, seq: int) -> str:
    """The same, given the path of what it answers."""
    return above[: DEEPEST * WIDTH] + _segment(seq)


def _segment(seq: int) -> str:
    digits = ""
    for _ in range(WIDTH):
        seq, digit = divmod(seq, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits


class Post(models.Model):
    """A post written here, or the place at which a message of the stream stands in a thread.

    A promoted post owns no words: body, edits, removal and reactions are those of its message.
    """

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="posts")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="answers")
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="posts")
    client_id = models.UUIDField(null=True, blank=True)
    message = models.OneToOneField(Message, null=True, blank=True, on_delete=models.PROTECT, related_name="post")
    body = models.TextField(blank=True)
    files = models.JSONField(null=True, blank=True, help_text="What is shown of the files that it carries.")
    seq = models.BigIntegerField(help_text="Its number in the thread, for ever.")
    rev = models.BigIntegerField(help_text="The number of its latest change.")
    path = models.CharField(max_length=(DEEPEST + 1) * WIDTH, db_collation="C")
    depth = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=now)
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "client_id"], name="a_post_is_written_once"),
            models.UniqueConstraint(fields=["thread", "seq"], name="one_post_a_place"),
            models.UniqueConstraint(fields=["thread", "path"], name="one_post_a_path"),
        ]
        indexes = [
            models.Index(fields=["thread", "rev"]),
            models.Index(fields=["thread", "author"]),
            models.Index(fields=["community", "-created_at"]),
        ]

    def __str__(self) -> str:
        return self.words()[:60]

    def words(self) -> str:
        return self.message.body if self.message else self.body

    def carried(self) -> list[dict[str, Any]] | None:
        """What is shown of the files that go with its words."""
        return self.message.files if self.message else self.files

    def said(self) -> str:
        """Its words, or else what it carries, for where only an excerpt stands."""
        return self.words() or marks(self.carried())

    def removed(self) -> str | None:
        """Why it is not shown, if it is not."""
        removal = getattr(self.message or self, "removal", None)
        return removal.kind if removal else None

    def edited(self) -> datetime | None:
        return self.message.edited_at if self.message else self.edited_at


class PostReaction(models.Model):
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reactions")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    emoji = models.CharField(max_length=32)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "member", "emoji"], name="one_post_reaction_of_a_kind")]

    def __str__(self) -> str:
        return self.emoji


class PostRemoval(models.Model):
    """Why a post is not shown. Its text stays, so that a moderator can restore it: by deleting this row."""

    class Kind(models.TextChoices):
        DELETED = "deleted", "Deleted by its author"
        HIDDEN = "hidden", "Hidden by a moderator"
        UNDONE = "undone", "Its words went back to the stream"

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="removal")
    kind = models.CharField(max_length=8, choices=Kind)
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.kind
