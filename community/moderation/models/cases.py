"""What moderators have to look at, who asked them to, and what came of it."""

from django.db import models
from django.db.models import Q

from community.clock import now
from community.members.models import Community, Member, User


class Case(models.Model):
    """Everything that was reported of one thing, until somebody settles it; what comes later is another case."""

    class Verdict(models.TextChoices):
        KEEP = "keep", "Let it stand"
        HIDE = "hide", "Take it out of sight"

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="cases")
    object = models.CharField(max_length=40, help_text="Such as message:812.")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="cases", help_text="Whose it is.")
    place = models.CharField(max_length=40, blank=True, help_text="Where it stands: room:5 or thread:2.")
    path = models.CharField(max_length=100, help_text="Where it is read in the app.")
    words = models.TextField(help_text="What was to be read there when it was first reported.")
    opened_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField(help_text="By when somebody should have settled it.")
    taken_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    taken_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=4, choices=Verdict, blank=True)
    rule = models.CharField(max_length=300, blank=True, help_text="The article that it goes by.")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["object"], condition=Q(settled_at=None), name="one_open_case_an_object")
        ]
        indexes = [
            models.Index(fields=["community", "due_at"], condition=Q(settled_at=None), name="open_cases"),
            models.Index(fields=["community", "-id"]),
            models.Index(fields=["member", "-id"]),
            models.Index(fields=["object", "-settled_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.object} of {self.member}"

    def is_open(self) -> bool:
        return self.settled_at is None

    def is_of_a_person(self) -> bool:
        """Whether it is about somebody altogether, not about one thing that they wrote."""
        return self.object.startswith("member:")

    def is_late(self) -> bool:
        return self.is_open() and self.due_at < now()


class Report(models.Model):
    """Why somebody wants a thing looked at. Without a member, it was found by a rule of the community."""

    class Why(models.TextChoices):
        SPAM = "spam", "Spam or advertising"
        RUDE = "rude", "Insult or harassment"
        OFF_TOPIC = "off_topic", "Does not belong here"
        PRIVATE = "private", "Somebody's private matters"
        DANGER = "danger", "Danger to somebody, or against the law"
        OTHER = "other", "Something else"
        WORDS = "words", "Words of the list"
        LINKS = "links", "Many links, little talk"
        RAID = "raid", "Written while the door was closed"
        SAME = "same", "The same by several newcomers"
        AGAIN = "again", "May be somebody who is suspended"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="reports")
    why = models.CharField(max_length=9, choices=Why)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "member"], name="one_report_a_member_and_case"),
            models.UniqueConstraint(
                fields=["case", "why", "note"], condition=Q(member=None), name="found_once_for_the_same"
            ),
        ]
        indexes = [models.Index(fields=["member", "-at"])]

    def __str__(self) -> str:
        return f"{self.why}: {self.note}"


class CaseNote(models.Model):
    """What moderators tell each other about a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.CharField(max_length=1000)
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.text
