"""What moderators took off members' profiles."""

from django.db import models

from community.clock import now
from community.members.models import Member


class ClearedProfile(models.Model):
    """Words of a profile that were taken away, kept so that it can be undone: by deleting this row."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="cleared_profiles")
    kept = models.JSONField(default=dict, help_text="What each part of the profile said, by its name.")
    at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["member", "-id"])]

    def __str__(self) -> str:
        return f"of {self.member_id}"
