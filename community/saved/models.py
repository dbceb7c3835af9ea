"""What members keep to come back to."""

from django.db import models
from django.db.models import Q

from community.clock import now
from community.members.models import Member


class Saved(models.Model):
    """A message, post or thread that a member saved. Nobody else is told of it, its author neither."""

    class Kind(models.TextChoices):
        MESSAGE = "message", "Message"
        POST = "post", "Post"
        THREAD = "thread", "Thread"

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="saved", db_index=False)
    kind = models.CharField(max_length=7, choices=Kind)
    object_id = models.BigIntegerField()
    saved_at = models.DateTimeField(default=now)
    remind_at = models.DateTimeField(null=True, blank=True, help_text="When its member wants to be reminded of it.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "kind", "object_id"], name="a_thing_is_saved_once")]
        indexes = [
            models.Index(fields=["member", "-id"], name="saved_the_newest_first"),
            models.Index(fields=["remind_at"], condition=Q(remind_at__isnull=False), name="saved_with_a_reminder"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.object_id}"
