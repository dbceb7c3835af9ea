"""Votes that are lent: as they stand, and what became of them in a vote."""

from django.db import models
from django.db.models import F, Q

from community.clock import now
from community.governance.models.proposals import Proposal
from community.governance.models.votes import Voter
from community.governance.tally.lending import Fate
from community.members.models import Community, Member


class Loan(models.Model):
    """Where a member does not vote, somebody else votes for them. Taking it back deletes the row."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="loans")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="lent")
    to = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="borrowed")
    kind = models.CharField(max_length=20, blank=True, help_text="Of proposals; empty for all others.")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "kind"], name="lent_once_a_kind"),
            models.CheckConstraint(condition=~Q(member=F("to")), name="lent_to_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.member} to {self.to}"


class LentVote(models.Model):
    """What became of a lent vote: kept with the result, so that anybody can count again."""

    line = models.OneToOneField(Voter, primary_key=True, on_delete=models.CASCADE, related_name="lent")
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="lent_votes")
    to = models.ForeignKey(Voter, on_delete=models.CASCADE, related_name="+")
    carrier = models.ForeignKey(Voter, null=True, on_delete=models.CASCADE, related_name="carried")
    fate = models.CharField(max_length=8, choices=[(fate.value, fate.value) for fate in Fate])

    def __str__(self) -> str:
        return f"{self.line_id}: {self.fate}"
