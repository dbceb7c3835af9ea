"""What follows for a member, and what the member has to say to it."""

from django.db import models
from django.db.models import Q

from community.clock import now
from community.members.models import Community, Member, User
from community.moderation.models.cases import Case


class Sanction(models.Model):
    """One step of the ladder: told to the member with rule, reason and end, and with the way to appeal."""

    class Grade(models.TextChoices):
        NOTICE = "notice", "Notice"
        MUTE = "mute", "Mute in one room"
        SILENCE = "silence", "Silence everywhere"
        BAN = "ban", "Suspend from the community"

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="sanctions")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="sanctions")
    grade = models.CharField(max_length=7, choices=Grade)
    place = models.CharField(max_length=40, blank=True, help_text="Where a mute holds, such as room:5.")
    rule = models.CharField(max_length=300, blank=True, help_text="The article that it goes by.")
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    vote = models.CharField(
        max_length=40, blank=True, default="", help_text="Which vote or jury imposed it, as trial:5."
    )
    at = models.DateTimeField(default=now)
    until = models.DateTimeField(null=True, help_text="Its end; a suspension without one is for good.")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["member", "-id"]), models.Index(fields=["community", "-id"])]

    def __str__(self) -> str:
        return f"{self.grade} for {self.member}"

    def holds(self) -> bool:
        """Whether it still hinders the member."""
        in_time = self.until is None or self.until > now()
        return self.lifted_at is None and self.grade != Sanction.Grade.NOTICE and in_time


class Appeal(models.Model):
    """A member's word against a sanction, and the answer of somebody who did not impose it."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", "It stands"
        LIFTED = "lifted", "It is lifted"

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    sanction = models.OneToOneField(Sanction, on_delete=models.PROTECT, related_name="appeal")
    words = models.CharField(max_length=2000)
    at = models.DateTimeField(default=now)
    due_at = models.DateTimeField(help_text="By when it should be answered.")
    outcome = models.CharField(max_length=6, choices=Outcome, blank=True)
    answer = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["community", "due_at"], condition=Q(answered_at=None), name="open_appeals")]

    def __str__(self) -> str:
        return f"against {self.sanction}"
