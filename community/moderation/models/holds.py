"""What waits for a moderator before anybody reads it."""

from django.db import models
from django.db.models import Q

from community.clock import now
from community.members.models import Community, Member


class Hold(models.Model):
    """Something that a member wrote and nobody reads yet. A case decides: it is published as it is, or refused."""

    class Kind(models.TextChoices):
        MESSAGE = "message", "Message"
        POST = "post", "Post"
        THREAD = "thread", "Thread"

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="holds")
    kind = models.CharField(max_length=7, choices=Kind)
    client_id = models.UUIDField(help_text="The id that its author's client gave it.")
    place = models.CharField(max_length=40, help_text="Where it is to stand: room:5, thread:2 or category:3.")
    path = models.CharField(max_length=100, help_text="Where that is in the app.")
    words = models.TextField()
    written = models.JSONField(help_text="All that its author sent.")
    found = models.CharField(max_length=500, help_text="Why it waits.")
    at = models.DateTimeField(default=now)
    published_as = models.CharField(max_length=40, blank=True, help_text="What it became, such as message:812.")
    refused_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "client_id"], name="held_once")]
        indexes = [models.Index(fields=["member", "-id"], condition=Q(published_as=""), name="what_waits")]

    def __str__(self) -> str:
        return self.words[:60]

    def waits(self) -> bool:
        return not self.published_as and self.refused_at is None
