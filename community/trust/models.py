"""How far members are trusted, what was swept of floods, and when a community closed its door to a crowd."""

from django.db import models
from django.db.models import Q

from community.clock import now
from community.members.models import Community, Member, User


class Standing(models.Model):
    """Why a member's level is what it is. The level itself stands on the member, where every post finds it."""

    member = models.OneToOneField(Member, primary_key=True, on_delete=models.CASCADE, related_name="standing")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    level = models.CharField(max_length=8, choices=Member.Level)
    since = models.DateTimeField(default=now)
    lowered_until = models.DateTimeField(null=True, blank=True, help_text="After a sanction, a newcomer's limits.")
    visits = models.PositiveIntegerField(default=0, help_text="Days with a visit.")
    visited_on = models.DateField(null=True, blank=True, help_text="The last of them.")
    figures = models.JSONField(default=dict, help_text="What was counted last.")
    counted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["community", "level"])]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.level}"

    def is_lowered(self) -> bool:
        return self.lowered_until is not None and self.lowered_until > now()


class Flood(models.Model):
    """What was said alike within a while and taken out of sight together; its case is that of `flood:ID`."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    mark = models.CharField(max_length=16, help_text="The fingerprint of the words.")
    number = models.PositiveIntegerField(help_text="Of the floods of these words.")
    things = models.JSONField(default=list, help_text="Such as message:812.")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "mark", "number"], name="one_flood_a_number")]

    def __str__(self) -> str:
        return self.name()

    def name(self) -> str:
        return f"flood:{self.pk}"


class RaidQuerySet(models.QuerySet["Raid"]):
    def on(self) -> "RaidQuerySet":
        return self.filter(ended_at=None, until__gt=now())


class Raid(models.Model):
    """A while in which a community lets nobody in and reads newcomers' posts first."""

    class Cause(models.TextChoices):
        HAND = "hand", "By hand"
        JOINS = "joins", "Many joined at once"
        POSTS = "posts", "Many posts of newcomers were held or refused"

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="raids")
    began_at = models.DateTimeField(default=now)
    until = models.DateTimeField(help_text="When it ends by itself.")
    cause = models.CharField(max_length=5, choices=Cause, default=Cause.HAND)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = RaidQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community"], condition=Q(ended_at=None), name="one_raid_a_community")
        ]

    def __str__(self) -> str:
        return f"{self.community} until {self.until:%Y-%m-%d %H:%M}"
