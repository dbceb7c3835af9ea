"""The index: what can be found, and how far each place has been read into it."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from community.members.models import Community


class Entry(models.Model):
    """One thing that can be found: a message, a post. It holds no text, only its words and marks.

    Whatever narrows a search stands among the words, as a mark that no text can hold: `~c1` the community, `~p5` the place,
    `~a7` the author, `~link` what it has. So one index answers all of it together.
    """

    kind = models.CharField(max_length=8)
    object_id = models.BigIntegerField()
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+", db_index=False)
    place = models.BigIntegerField(help_text="The room or the thread.")
    at = models.DateTimeField()
    words = SearchVectorField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="found_once")]
        indexes = [GinIndex(fields=["words"], name="search_words"), models.Index(fields=["community", "-at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Bookmark(models.Model):
    """How far a place has been read into the index: up to which number of its changes."""

    kind = models.CharField(max_length=8)
    place = models.BigIntegerField()
    rev = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "place"], name="one_bookmark_a_place")]

    def __str__(self) -> str:
        return f"{self.kind} {self.place} up to {self.rev}"
