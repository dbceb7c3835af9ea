"""The audit: what moderators did, to whom and why. The database itself refuses to change a row."""

import secrets
from collections.abc import Iterator
from hashlib import sha256

from django.db import models

from community.clock import now
from community.members.models import Community, Member, User

SEALED = "sealed"  # in the data of an entry: the seals of its words, by the field where each would stand


class AuditEntry(models.Model):
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", help_text="In the admin.")
    act = models.CharField(max_length=40)
    object = models.CharField(max_length=40)
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="audit")
    reason = models.CharField(
        max_length=300, blank=True, help_text="Of entries that were written before words were kept apart."
    )
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name_plural = "audit"
        permissions = [("moderate", "Can act as a moderator in the admin")]
        indexes = [models.Index(fields=["community", "-id"]), models.Index(fields=["member", "-id"])]

    def __str__(self) -> str:
        return f"{self.act} {self.object}"

    def said(self) -> Iterator[tuple[str, str | None]]:
        """What people said in it, by field; None where the words were taken away. Ask for `words` with many."""
        kept = {words.field: words.text for words in self.words.all()}
        yield from ((field, kept.get(field)) for field in self.data.get(SEALED, ()))
        if self.reason:
            yield "reason", self.reason


class AuditWords(models.Model):
    """What somebody said in an entry. The database refuses to change it; it can only go, and the seal of it stays."""

    entry = models.ForeignKey(AuditEntry, on_delete=models.PROTECT, related_name="words")
    field = models.CharField(max_length=20)
    salt = models.CharField(max_length=32, help_text="Goes with the words, so that they cannot be guessed.")
    text = models.TextField()
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "words of the audit"
        constraints = [models.UniqueConstraint(fields=["entry", "field"], name="words_once_a_field")]

    def __str__(self) -> str:
        return f"{self.field} of {self.entry_id}"

    @classmethod
    def made(cls, field: str, text: str, by: Member | None) -> "AuditWords":
        return cls(field=field, salt=secrets.token_hex(16), text=text, by=by)

    def digest(self) -> str:
        """What the entry keeps of the words."""
        return digest(self.salt, self.text)


def digest(salt: str, text: str) -> str:
    return sha256(f"{salt}:{text}".encode()).hexdigest()


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
