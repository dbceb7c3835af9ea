"""What became of threads and posts whose place changed: where they are now, and who did it."""

from django.db import models

from board.models.categories import Category
from board.models.posts import Post
from board.models.threads import Thread
from community.clock import now
from community.members.models import Member


class Trail(models.Model):
    """A post stood here once: old links lead on from here, and whoever mirrors the thread hears that it left."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="trails")
    seq = models.BigIntegerField(help_text="Its place here; nobody else gets it.")
    rev = models.BigIntegerField(help_text="The number of the change with which it left.")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="trails")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "seq"], name="one_trail_a_place")]
        indexes = [models.Index(fields=["thread", "rev"])]

    def __str__(self) -> str:
        return f"{self.thread_id}/{self.seq}"


class ThreadAct(models.Model):
    """A line in a thread that says what was done with it as a whole, by whom and when."""

    class Kind(models.TextChoices):
        MOVED = "moved", "Moved here from another category"
        MERGED_IN = "merged_in", "Another thread was merged into it"
        MERGED_AWAY = "merged_away", "It was merged into another thread"
        SPLIT_OFF = "split_off", "Posts were split off into another thread"
        SPLIT_FROM = "split_from", "It was split off from another thread"
        CONVERTED = "converted", "It became a thread of another kind"
        DECIDED = "decided", "Somebody said what becomes of the idea"

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=11, choices=Kind)
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    other = models.ForeignKey(Thread, null=True, on_delete=models.CASCADE, related_name="+")
    category = models.ForeignKey(
        Category, null=True, on_delete=models.PROTECT, related_name="+", help_text="The one in which it was."
    )
    posts = models.PositiveIntegerField(default=0, help_text="How many changed their place.")
    before = models.CharField(max_length=12, blank=True, help_text="The kind, or the status, that it had.")
    after = models.CharField(max_length=12, blank=True, help_text="The one that it got.")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["thread", "id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.thread_id}"
