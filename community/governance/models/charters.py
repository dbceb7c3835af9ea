"""How a community decides, and who stands in while nobody of its owners is there."""

from django.db import models
from django.db.models import Q

from community.clock import now
from community.members.models import Community, Member


class Charter(models.Model):
    """How far a community governs itself, and by which numbers it votes."""

    class Phase(models.TextChoices):
        LED = "led", "Led by its owner"
        MIXED = "mixed", "Led, with votes"
        SELF = "self", "Self-governing"

    community = models.OneToOneField(Community, primary_key=True, on_delete=models.CASCADE, related_name="charter")
    phase = models.CharField(max_length=5, choices=Phase, default=Phase.LED)
    discussion_days = models.PositiveSmallIntegerField(default=2, help_text="Before a vote can be opened.")
    voting_days = models.PositiveSmallIntegerField(default=5)
    quorum = models.PositiveSmallIntegerField(default=20, help_text="Percent of the roll that has to vote.")
    roll_days = models.PositiveSmallIntegerField(default=7, help_text="In the community, before somebody may vote.")
    away_days = models.PositiveSmallIntegerField(default=30, help_text="Without a visit of any owner.")
    jury_days = models.PositiveSmallIntegerField(default=7, help_text="Longer than that, a jury decides.")
    points_week = models.PositiveSmallIntegerField(
        default=0, help_text="Into the purse at the end of a week, for each member who was active in it."
    )
    successor = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    lending = models.BooleanField(default=False, help_text="Whether members lend each other their votes.")

    def __str__(self) -> str:
        return f"of {self.community_id}"


class Regency(models.Model):
    """Somebody has the powers of the owners for the time being."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="regencies")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    before = models.CharField(max_length=12, help_text="The role that they had, and have again afterwards.")
    began_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)
    back_at = models.DateTimeField(
        null=True, help_text="When an owner was back; whoever stood in may have left before."
    )

    class Meta:
        verbose_name_plural = "regencies"
        constraints = [
            models.UniqueConstraint(fields=["community"], condition=Q(ended_at=None), name="one_regency_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.member} since {self.began_at:%Y-%m-%d}"
