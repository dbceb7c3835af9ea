"""When members come, who stays away for longer than they use to, and what is kept for those who are gone."""

from django.db import models
from django.db.models import Q

from community.access import Role
from community.clock import now
from community.members.models import Community, Member, User


class VisitMonth(models.Model):
    """The days of a month on which a member came: bit 0 is the first."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="visit_months")
    month = models.DateField(help_text="Its first day.")
    days = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "month"], name="one_row_a_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} of {self.member_id}"


class Pace(models.Model):
    """A member's own rhythm, reckoned anew at each visit: from when on silence is unlike them."""

    member = models.OneToOneField(Member, primary_key=True, on_delete=models.CASCADE, related_name="pace")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    usual = models.FloatField(null=True, help_text="Days between two visits, the median; empty for too few visits.")
    drifts_on = models.DateField(help_text="The first day on which they drift away, unless they come before.")
    dormant_on = models.DateField(help_text="The first day on which they are dormant.")

    class Meta:
        indexes = [models.Index(fields=["community", "drifts_on"]), models.Index(fields=["drifts_on"])]

    def __str__(self) -> str:
        return f"of {self.member_id}"


class Recall(models.Model):
    """One message to somebody who stays away: a few an absence, each sent once."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="recalls")
    absent_since = models.DateField(help_text="The day of their last visit.")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "absent_since", "number"], name="recalled_once_a_turn")
        ]
        indexes = [models.Index(fields=["member", "-at"])]

    def __str__(self) -> str:
        return f"{self.number} of {self.member_id}"


class Departure(models.Model):
    """A member is about to be let go: told beforehand, and called off by coming back. Done once they are gone."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="departures")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="departures")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    told_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    back_at = models.DateTimeField(null=True, help_text="When they came back, before or after.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(done_at=None, back_at=None), name="one_open_departure_a_member"
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(done_at=None, back_at=None), name="departures_open"),
            models.Index(fields=["community", "-id"]),
        ]

    def __str__(self) -> str:
        return f"of {self.member_id}"


class Kept(models.Model):
    """What a member had who did not choose to go, until they are back."""

    class Why(models.TextChoices):
        CLEANED = "cleaned", "Dormant"
        PARENT = "parent", "Not in the parent community"

    member = models.OneToOneField(Member, primary_key=True, on_delete=models.CASCADE, related_name="kept")
    why = models.CharField(max_length=7, choices=Why)
    role = models.CharField(max_length=12, default=Role.MEMBER)
    data = models.JSONField(default=dict, help_text="By name, what each layer keeps.")
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"of {self.member_id}"
