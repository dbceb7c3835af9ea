"""What hosts tell many members at once."""

from django.db import models

from community.clock import now
from community.members.models import Community, Member


class Announcement(models.Model):
    """Told to everybody whom its filter finds, batch by batch, up to `told_up_to`."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="announcements")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    client_id = models.UUIDField(help_text="The id that its author's client gave it.")
    words = models.CharField(max_length=1000)
    filter = models.JSONField()
    place = models.CharField(max_length=60, blank=True, db_default="", help_text="What it leads to, such as room:5.")
    people = models.PositiveIntegerField(default=0, help_text="How many have been told.")
    told_up_to = models.BigIntegerField(default=0, help_text="The last member who has been told, or left out.")
    created_at = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "client_id"], name="announced_once")]
        indexes = [
            models.Index(fields=["community", "-created_at"]),
            models.Index(fields=["id"], condition=models.Q(done_at=None), name="announcements_open"),
        ]

    def __str__(self) -> str:
        return self.words[:60]


class Earplug(models.Model):
    """A member wants no announcements of a community."""

    member = models.OneToOneField(Member, primary_key=True, on_delete=models.CASCADE, related_name="earplug")
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"of {self.member_id}"
