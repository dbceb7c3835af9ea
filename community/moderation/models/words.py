"""What a community does not want to read, or wants its moderators to see."""

from django.db import models

from community.clock import now
from community.members.models import Community, Member, User


class ListedWord(models.Model):
    """An entry of a community's word list, and what follows where somebody writes it."""

    class Kind(models.TextChoices):
        WORD = "word", "Word or phrase"
        SITE = "site", "Site, with all below it"

    class Action(models.TextChoices):
        BLOCK = "block", "Refuse the text"
        HOLD = "hold", "Have a moderator read the text first"
        MASK = "mask", "Cover it"
        FLAG = "flag", "Let moderators know"
        ALLOW = "allow", "Allow it: an exception from the others"

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="listed_words")
    kind = models.CharField(max_length=4, choices=Kind, default=Kind.WORD)
    text = models.CharField(max_length=100)
    action = models.CharField(max_length=5, choices=Action)
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    staff = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    until = models.DateTimeField(null=True, blank=True, help_text="Until when it counts; empty for good.")
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "kind", "text"], name="listed_once")]

    def __str__(self) -> str:
        return self.text
