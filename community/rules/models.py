"""The rules of a community as they were and as they are, and who accepted which."""

from django.db import models

from community.clock import now
from community.members.models import Community, Member, User


class RulesVersion(models.Model):
    """The rules from one change to the next."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="rules_versions")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    why = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    staff = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)
    asks = models.BooleanField(default=True, help_text="Whether members are asked to accept it.")

    class Meta:
        verbose_name = "version of the rules"
        verbose_name_plural = "versions of the rules"
        constraints = [models.UniqueConstraint(fields=["community", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"{self.community} {self.number}"


class Acceptance(models.Model):
    """A member has read a version of the rules and goes by it."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="acceptances")
    version = models.ForeignKey(RulesVersion, on_delete=models.CASCADE, related_name="acceptances")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "version"], name="accepted_once")]

    def __str__(self) -> str:
        return f"{self.version} by {self.member}"


class Publicity(models.Model):
    """How much a community tells its members of its own order."""

    community = models.OneToOneField(Community, primary_key=True, on_delete=models.CASCADE, related_name="publicity")
    every = models.PositiveSmallIntegerField(default=90, help_text="Days after which members are reminded; 0 is never.")
    names = models.BooleanField(default=False, help_text="Whether the record names whom something was imposed on.")
    reminded_at = models.DateTimeField(null=True, help_text="When the last round of reminders began.")

    class Meta:
        verbose_name_plural = "publicity"

    def __str__(self) -> str:
        return f"of {self.community_id}"
