"""The audit: what moderators did, to whom and why. The database itself refuses to change a row. And word lists."""

from django.db import models

from community.clock import now
from community.members.models import Community, Member, User


class AuditEntry(models.Model):
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", help_text="In the admin.")
    act = models.CharField(max_length=40)
    object = models.CharField(max_length=40)
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="audit")
    reason = models.CharField(max_length=300, blank=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name_plural = "audit"
        permissions = [("moderate", "Can act as a moderator in the admin")]
        indexes = [models.Index(fields=["community", "-id"]), models.Index(fields=["member", "-id"])]

    def __str__(self) -> str:
        return f"{self.act} {self.object}"


class AuditSeal(models.Model):
    """What ties an entry to the one before it. The database writes it; `chain` reckons it anew."""

    entry = models.OneToOneField(AuditEntry, primary_key=True, on_delete=models.PROTECT, related_name="seal")
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    place = models.BigIntegerField()
    before = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "place"], name="one_seal_a_place")]

    def __str__(self) -> str:
        return f"{self.place}: {self.seal}"


class ListedWord(models.Model):
    """An entry of a community's word list, and what follows where somebody writes it."""

    class Kind(models.TextChoices):
        WORD = "word", "Word or phrase"
        SITE = "site", "Site, with all below it"

    class Action(models.TextChoices):
        BLOCK = "block", "Refuse the text"
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


class Flag(models.Model):
    """Something that was written with a listed word in it, for moderators to look at."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    object = models.CharField(max_length=40, help_text="Such as message:812.")
    path = models.CharField(max_length=100, help_text="Where it is read in the app.")
    found = models.CharField(max_length=300, help_text="The entries of the word list.")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object", "found"], name="flagged_once_for_the_same")]
        indexes = [models.Index(fields=["community", "-id"])]

    def __str__(self) -> str:
        return f"{self.object}: {self.found}"
