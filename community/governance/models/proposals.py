"""What is put to the vote, in all its versions."""

from django.db import models
from django.db.models import Q

from community.clock import now
from community.members.models import Community, Member


class Proposal(models.Model):
    class State(models.TextChoices):
        DISCUSSION = "discussion", "In discussion"
        VOTING = "voting", "Voting"
        CARRIED = "carried", "Accepted and carried out"
        REJECTED = "rejected", "Not accepted"
        FAILED = "failed", "Accepted, but it could not be carried out"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Method(models.TextChoices):
        MAJORITY = "majority", "More yes than no"
        TWO_THIRDS = "two_thirds", "Two thirds"
        APPROVAL = "approval", "Approval"
        RANKED = "ranked", "Ranked"

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="proposals")
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="proposals")
    client_id = models.UUIDField()
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    words = models.TextField(max_length=6_000)
    data = models.JSONField(default=dict, help_text="What is to be done, as its kind describes it.")
    about = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+", help_text="Whom it is on.")
    subject = models.CharField(max_length=120, blank=True, help_text="The name of the thing that it is about.")
    number = models.PositiveIntegerField(default=1, help_text="Of the version that stands.")
    method = models.CharField(max_length=10, choices=Method)
    seats = models.PositiveSmallIntegerField(default=1, help_text="How many options win.")
    secret = models.BooleanField(default=True)
    options = models.JSONField(default=list, help_text="Each with a key and a name; of an election, once it is opened.")
    state = models.CharField(max_length=10, choices=State, default=State.DISCUSSION)
    thread = models.CharField(max_length=40, blank=True, help_text="Where it is discussed, such as thread:5.")
    created_at = models.DateTimeField(default=now)
    discussed_until = models.DateTimeField(help_text="Before that the vote cannot be opened.")
    quorum = models.PositiveSmallIntegerField(default=0, help_text="Percent of the roll.")
    roll = models.PositiveIntegerField(default=0, help_text="How many may vote, from the opening on.")
    seed = models.CharField(max_length=64, blank=True, help_text="What decides ties.")
    opened_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    survey = models.BooleanField(
        default=False, help_text="It decides nothing, and whoever joins before its end answers too."
    )
    lending = models.BooleanField(default=False, help_text="Whether lent votes count, from the opening on.")
    turnout = models.PositiveIntegerField(
        default=0, help_text="How many voted or had lent their vote, once it is closed."
    )
    result = models.JSONField(default=dict, help_text="Who was elected, and how it came to that.")
    refusal = models.CharField(max_length=40, blank=True, help_text="Why it could not be carried out.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "client_id"], name="proposed_once")]
        indexes = [
            models.Index(fields=["community", "-id"]),
            models.Index(fields=["closes_at"], condition=Q(state="voting"), name="votes_that_end"),
        ]

    def __str__(self) -> str:
        return self.title

    def is_open(self) -> bool:
        return self.state in (Proposal.State.DISCUSSION, Proposal.State.VOTING)


class Version(models.Model):
    """The words of a proposal from one change to the next."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    words = models.TextField(max_length=6_000)
    data = models.JSONField(default=dict)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "number"], name="one_version_of_a_number")]

    def __str__(self) -> str:
        return f"{self.number}: {self.title}"


class Amendment(models.Model):
    """Other words for a proposal, which its author may take over."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="amendments")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    base = models.PositiveIntegerField(help_text="The version that it was written for.")
    title = models.CharField(max_length=120)
    words = models.TextField(max_length=6_000)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=now)
    taken = models.PositiveIntegerField(null=True, help_text="The version that it became.")

    def __str__(self) -> str:
        return self.title
