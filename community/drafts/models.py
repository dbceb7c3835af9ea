"""What members have begun to write, kept across their devices."""

from django.db import models

from community.clock import now
from community.members.models import Member


class Draft(models.Model):
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="drafts")
    place = models.CharField(max_length=40, help_text="Where it was begun: room:5, thread:2, reply:77, category:4.")
    body = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    rev = models.PositiveIntegerField(default=1, db_default=1, help_text="Counts the changes, on all devices.")
    updated_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "place"], name="one_draft_per_place")]

    def __str__(self) -> str:
        return f"{self.member} in {self.place}"
