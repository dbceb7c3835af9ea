"""Who may vote, and what was voted; of a secret vote nothing here says which ballot is whose."""

from django.db import models

from community.governance.models.proposals import Proposal
from community.members.models import Member


class Voter(models.Model):
    """A line of the roll, which is fixed when the vote opens."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="voters")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    voted = models.BooleanField(default=False)
    choice = models.JSONField(null=True, help_text="Of an open vote.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "member"], name="one_line_of_the_roll_a_member")]

    def __str__(self) -> str:
        return str(self.member)


class Urn(models.Model):
    """The ballots of a secret vote, by the mark that only their voter knows.

    They lie in one row: of a row a ballot, PostgreSQL would keep which transaction wrote it, and the voter's line was
    written by the same; and jsonb keeps its keys in an order of its own. So neither time nor place tells whose it is.
    """

    proposal = models.OneToOneField(Proposal, primary_key=True, on_delete=models.CASCADE, related_name="urn")
    ballots = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"of {self.proposal_id}"
