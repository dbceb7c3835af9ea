"""What people asked to be told about themselves, and to be forgotten."""

from django.db import models
from django.db.models import Q

from community.clock import now
from community.members.models import User


class Export(models.Model):
    """Everything that is kept about an account, as one archive; at most one a day of its own."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="exports")
    day = models.DateField(help_text="The account's own day.")
    asked_at = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=40, blank=True, help_text="Where the archive stands in the storage.")
    size = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="one_export_a_day")]
        indexes = [models.Index(fields=["expires_at"])]

    def __str__(self) -> str:
        return f"of {self.user_id} on {self.day}"


class Erasure(models.Model):
    """Somebody wants to be forgotten. Until it begins they can take it back, by deleting this row."""

    class Words(models.TextChoices):
        STAY = "stay", "Stay, under no name"
        GO = "go", "Go too"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="erasures")
    words = models.CharField(max_length=4, choices=Words)
    asked_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    names = models.JSONField(default=dict, help_text="What its members were called, by id, until all is done.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(done_at=None), name="one_erasure_at_a_time")
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(done_at=None), name="erasures_due")]

    def __str__(self) -> str:
        return f"of {self.user_id}, due {self.due_at:%Y-%m-%d}"
