"""Juries: members drawn at random, who decide a serious case or an appeal."""

from django.db import models
from django.db.models import Q

from community.clock import now
from community.members.models import Community, Member, User
from community.moderation.models import Appeal, Case, Sanction


class Trial(models.Model):
    """A case, or an appeal, that a jury decides.

    `pool` and `seed` are kept to themselves until it is over; `commitment` is told at once.
    """

    class State(models.TextChoices):
        HEARING = "hearing", "The jury decides"
        DECIDED = "decided", "Decided"
        RETURNED = "returned", "Back with the moderators"
        WITHDRAWN = "withdrawn", "Taken back"

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="trials")
    appeal = models.ForeignKey(Appeal, null=True, on_delete=models.PROTECT, related_name="trials")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="trials", help_text="Whom it is about.")
    asked = models.CharField(max_length=12, help_text="The harshest measure that the jury can choose.")
    rule = models.CharField(max_length=300, blank=True, help_text="The article that it goes by.")
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was handed over; the jury reads it.")
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    size = models.PositiveSmallIntegerField()
    quorum = models.PositiveSmallIntegerField(help_text="Votes without which nothing is decided.")
    pool = models.JSONField(default=list, help_text="All who could be drawn, by their ids, sorted.")
    seed = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64, help_text="SHA-256 of the seed and the pool.")
    reached = models.PositiveIntegerField(default=0, help_text="How many of the drawn order were gone through.")
    began_at = models.DateTimeField(default=now)
    answer_by = models.DateTimeField(null=True, help_text="Until when whom it is about may answer.")
    answer = models.TextField(blank=True, help_text="What they say to it.")
    answered_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True, help_text="Since when the jury votes, where it waited for an answer.")
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=9, choices=State, default=State.HEARING)
    verdict = models.CharField(max_length=12, blank=True)
    votes = models.JSONField(default=dict, help_text="How many voted for which measure, once it is over.")
    refusal = models.CharField(max_length=40, blank=True, help_text="Why it went back.")
    sanction = models.OneToOneField(
        Sanction, null=True, on_delete=models.PROTECT, related_name="trial", help_text="What the jury imposed."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(case=None) ^ Q(appeal=None), name="a_trial_is_of_one_thing"),
            models.UniqueConstraint(fields=["case"], condition=Q(state="hearing"), name="one_jury_a_case"),
            models.UniqueConstraint(fields=["appeal"], condition=Q(state="hearing"), name="one_jury_an_appeal"),
        ]
        indexes = [
            models.Index(fields=["community", "-id"]),
            models.Index(fields=["closes_at"], condition=Q(state="hearing"), name="trials_that_end"),
            models.Index(
                fields=["answer_by"], condition=Q(state="hearing", opened_at=None), name="trials_without_an_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.state}"

    def is_over(self) -> bool:
        return self.state != Trial.State.HEARING


class Juror(models.Model):
    """Somebody who was drawn. How they vote is theirs alone until the trial is over, and told to nobody by name."""

    class Released(models.TextChoices):
        DECLINED = "declined", "Declined"
        SILENT = "silent", "Did not answer"
        GONE = "gone", "Left"

    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="jurors")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField(help_text="In the drawn order, from 1.")
    called_at = models.DateTimeField(default=now)
    answer_by = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    released = models.CharField(max_length=8, choices=Released, blank=True)
    measure = models.CharField(max_length=12, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    voted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trial", "member"], name="called_once"),
            models.UniqueConstraint(fields=["trial", "place"], name="one_juror_a_place"),
        ]
        indexes = [models.Index(fields=["member", "-id"])]

    def __str__(self) -> str:
        return str(self.member)
