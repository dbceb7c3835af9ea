from django.contrib.postgres.fields import ArrayField
from django.db import models

from community.clock import now
from community.members.models import Member


class Arrival(models.Model):
    """A newcomer's first steps. Who came back has made them."""

    member = models.OneToOneField(Member, primary_key=True, on_delete=models.CASCADE, related_name="arrival")
    at = models.DateTimeField(default=now)
    passed = ArrayField(models.CharField(max_length=20), default=list, help_text="Steps that are done or skipped.")
    hello = models.CharField(max_length=40, blank=True, help_text="The first words, such as message:812.")
    greeted_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    greeted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["hello"])]

    def __str__(self) -> str:
        return f"of {self.member_id}"


class Interest(models.Model):
    """A tag of the community's that a member chose."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="interests")
    tag = models.CharField(max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "tag"], name="an_interest_once")]
        indexes = [models.Index(fields=["tag"])]

    def __str__(self) -> str:
        return self.tag
