"""What moderators tell each other about a member."""

from django.db import models

from community.clock import now
from community.members.models import Member, User


class MemberNote(models.Model):
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="moderators_notes")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.CharField(max_length=1000)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["member", "-id"])]

    def __str__(self) -> str:
        return self.text
