"""Who stands for election, and for how long the elected hold their role."""

from django.db import models
from django.db.models import Q

from community.clock import now
from community.governance.models.proposals import Proposal
from community.members.models import Community, Member


class Candidate(models.Model):
    """A member who puts themselves up. Withdrawing deletes the row."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="candidates")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "member"], name="stands_once")]

    def __str__(self) -> str:
        return str(self.member)


class Term(models.Model):
    """A role that was given by election, until a moment."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="terms")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="terms")
    role = models.CharField(max_length=12)
    before = models.CharField(max_length=12, help_text="The role that they have again afterwards.")
    began_at = models.DateTimeField(default=now)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(ended_at=None), name="one_term_at_a_time")
        ]
        indexes = [models.Index(fields=["until"], condition=Q(ended_at=None), name="terms_that_end")]

    def __str__(self) -> str:
        return f"{self.member} until {self.until:%Y-%m-%d}"
