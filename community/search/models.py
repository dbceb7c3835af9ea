"""The index: what can be found, and how far each room and thread has been read into it."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from community.members.models import Community


class Entry(models.Model):
    """One thing that can be found: a message, a post. It holds no text, only its words and marks.

    Whatever narrows a search stands among the words, as a mark that no text can hold: `~c1` the community, `~message5`
    the place of its kind, `~a7` the author, `~link` what it has. So one index answers all of it together.
    """

    kind = models.CharField(max_length=8)
    object_id = models.BigIntegerField()
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+", db_index=False)
    place = models.BigIntegerField(help_text="The room or the category whose readers may find it.")
    at = models.DateTimeField()
    words = SearchVectorField()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="found_once")]
        indexes = [
            GinIndex(fields=["words"], name="search_words", gin_pending_list_limit=512),
            models.Index(fields=["community", "-at", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Bookmark(models.Model):
    """How far a room or a thread has been read into the index: up to which number of its changes."""

    class Source(models.TextChoices):
        ROOM = "room", "A room"
        THREAD = "thread", "A thread"

    source = models.CharField(max_length=6, choices=Source)
    object_id = models.BigIntegerField()
    rev = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "object_id"], name="one_bookmark_each")]

    def __str__(self) -> str:
        return f"{self.source} {self.object_id} up to {self.rev}"
