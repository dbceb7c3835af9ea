from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from community.access import Role
from community.clock import now
from community.members.models import Community, Invitation, Member, User, new_code

ROLES = [(role.value, role.value) for role in Role]


class Entrance(models.Model):
    """What the hosts of a community ask of whoever wants in, and what they show them first."""

    community = models.OneToOneField(Community, primary_key=True, on_delete=models.CASCADE, related_name="entrance")
    questions = models.JSONField(default=list, blank=True, help_text="Rows of words and choices; no choices: a text.")
    word = models.CharField(max_length=60, blank=True, help_text="Opens the door to whoever knows it.")
    interests = ArrayField(models.CharField(max_length=30), default=list, blank=True, help_text="Newcomers choose.")
    hello_room = models.BigIntegerField(null=True, blank=True, help_text="Where newcomers say their first words.")
    card_days = models.PositiveSmallIntegerField(default=7, help_text="After which members invite by a card.")
    opens_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"of {self.community_id}"


class Application(models.Model):
    """Somebody asks to be let in, and somebody decides."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "Let in"
        DECLINED = "declined", "Declined"
        TAKEN_BACK = "taken_back", "Taken back"

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="applications")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="applications")
    answers = models.JSONField(default=list, help_text="Each with its question as it was asked.")
    at = models.DateTimeField(default=now)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text="The applicant reads it.")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "user"], condition=Q(outcome=""), name="one_open_application_an_account"
            )
        ]
        indexes = [
            models.Index(fields=["community", "id"], condition=Q(outcome=""), name="applications_open"),
            models.Index(fields=["community", "-id"], condition=~Q(outcome=""), name="applications_decided"),
        ]

    def __str__(self) -> str:
        return f"{self.user} to {self.community}"


class Waiting(models.Model):
    """A place in the line before a full community; the id is the order."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="waiting")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    host = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    role = models.CharField(max_length=12, choices=ROLES, default=Role.MEMBER)
    told = models.PositiveIntegerField(null=True, blank=True, help_text="How many were ahead when last they heard.")
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = "place in line"
        verbose_name_plural = "places in line"
        constraints = [models.UniqueConstraint(fields=["community", "user"], name="one_place_in_line_an_account")]
        indexes = [models.Index(fields=["community", "id"])]

    def __str__(self) -> str:
        return f"{self.user} for {self.community}"


class Code(models.Model):
    """Lets one person in, once."""

    code = models.CharField(max_length=16, unique=True, default=new_code)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="codes")
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    label = models.CharField(max_length=60, blank=True, help_text="What the batch is for.")
    role = models.CharField(max_length=12, choices=ROLES, default=Role.MEMBER)
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(used_at=None) | Q(cancelled_at=None), name="a_code_is_used_or_cancelled")
        ]
        indexes = [models.Index(fields=["community", "-id"])]

    def __str__(self) -> str:
        return self.code


class WrongWords(models.Model):
    """How often an account has guessed at a door within the hour."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=now)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "wrong words"
        constraints = [models.UniqueConstraint(fields=["community", "user"], name="one_count_of_guesses_an_account")]

    def __str__(self) -> str:
        return f"{self.tries} of {self.user_id}"


class PersonalCard(models.Model):
    """The invitation that a member shows as a card. A new one takes its place; the old is revoked."""

    member = models.OneToOneField(Member, primary_key=True, on_delete=models.CASCADE, related_name="card")
    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"of {self.member_id}"
