from django.db import models

from community.clock import now
from community.members.models import Community, User


class Letter(models.Model):
    """What somebody before the door is written, once: what was decided, or that the line moved."""

    class Kind(models.TextChoices):
        ACCEPTED = "accepted", "Let in"
        IN_LINE = "in_line", "Accepted, and every place is taken"
        DECLINED = "declined", "Declined"
        NEARER = "nearer", "Further ahead in the line"
        LET_IN = "let_in", "Let in from the line"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    key = models.CharField(max_length=60, help_text="What it is about: nobody is told of that twice.")
    words = models.CharField(max_length=300, blank=True, help_text="What whoever decided wrote to them.")
    ahead = models.PositiveIntegerField(default=0, help_text="How many stood before them.")
    at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="a_letter_at_the_door_once")]
        indexes = [models.Index(fields=["at"], condition=models.Q(sent_at=None), name="letters_to_send")]

    def __str__(self) -> str:
        return f"{self.key} to {self.user_id}"
