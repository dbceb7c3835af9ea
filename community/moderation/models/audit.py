"""The audit: what moderators did, to whom and why. The database itself refuses to change a row."""

from django.db import models

from community.clock import now
from community.members.models import Community, Member, User


class AuditEntry(models.Model):
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", help_text="In the admin.")
    act = models.CharField(max_length=40)
    object = models.CharField(max_length=40)
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="audit")
    reason = models.CharField(max_length=300, blank=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name_plural = "audit"
        permissions = [("moderate", "Can act as a moderator in the admin")]
        indexes = [models.Index(fields=["community", "-id"]), models.Index(fields=["member", "-id"])]

    def __str__(self) -> str:
        return f"{self.act} {self.object}"


class AuditSeal(models.Model):
    """What ties an entry to the one before it. The database writes it; `chain` reckons it anew."""

    entry = models.OneToOneField(AuditEntry, primary_key=True, on_delete=models.PROTECT, related_name="seal")
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    place = models.BigIntegerField()
    before = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "place"], name="one_seal_a_place")]

    def __str__(self) -> str:
        return f"{self.place}: {self.seal}"
