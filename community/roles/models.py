"""What a community lets other roles do than is usual."""

from django.db import models

from community.access import Role
from community.clock import now
from community.members.models import Community, Member, User


class Adjustment(models.Model):
    """From which role on members of a community hold a capability. Without a row, the usual roles do."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    capability = models.CharField(max_length=40)
    least = models.CharField(max_length=12, choices=[(role.value, role.value) for role in Role])
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    staff = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "capability"], name="adjusted_once")]

    def __str__(self) -> str:
        return f"{self.capability}: {self.least}"
