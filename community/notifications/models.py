"""Who should know, and who was told."""

from django.db import models

from community.clock import now
from community.members.models import Community, Member, User


class Notice(models.Model):
    """One line in a member's inbox. Its key makes telling twice impossible."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20)
    actor = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    key = models.CharField(max_length=100)
    place = models.CharField(max_length=40, blank=True, help_text="Where it happened: room:5 or thread:2.")
    number = models.BigIntegerField(default=0, help_text="Its seq there: read once the member has read this far.")
    excerpt = models.CharField(max_length=200, blank=True)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "key"], name="nobody_is_told_twice")]
        indexes = [
            models.Index(fields=["member", "-id"]),
            models.Index(fields=["key"]),
            models.Index(fields=["member", "place", "number"], condition=models.Q(read_at=None), name="unread_notices"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.member}"


class Brief(models.Model):
    """A daily brief that went out, or had nothing to say: one per person and day of theirs."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="briefs")
    day = models.DateField()
    items = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=now)
    begun_at = models.DateTimeField(null=True, blank=True, help_text="Somebody writes it, or died while writing it.")
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="one_brief_a_day")]

    def __str__(self) -> str:
        return f"{self.user} on {self.day}"
