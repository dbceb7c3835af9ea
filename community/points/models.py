"""Points: accounts that hold them, and transfers, each of which is a debit and a credit in one row."""

from django.db import models
from django.db.models import F, Q

from community.clock import now
from community.members.models import Community, Member


class Account(models.Model):
    """What somebody, or something, holds: as much as came in by transfers, less what went out."""

    class Kind(models.TextChoices):
        SOURCE = "source", "Where points come from"
        PURSE = "purse", "The community's purse"
        MEMBER = "member", "A member's"

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind)
    member = models.OneToOneField(Member, null=True, on_delete=models.PROTECT, related_name="points")
    balance = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind="source") | Q(balance__gte=0), name="only_the_source_owes"),
            models.CheckConstraint(condition=Q(kind="member") ^ Q(member=None), name="a_member_s_account_has_one"),
            models.UniqueConstraint(
                fields=["community", "kind"], condition=~Q(kind="member"), name="one_source_and_one_purse"
            ),
        ]

    def __str__(self) -> str:
        return str(self.member) if self.member_id else self.kind


class Transfer(models.Model):
    """Points that went from one account to another. The database itself refuses to change where they went."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    giver = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="given")
    taker = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="taken")
    amount = models.PositiveIntegerField()
    key = models.CharField(max_length=60, help_text="What it follows from, such as proposal:5; it is carried out once.")
    why = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+", help_text="Who gave alone.")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="something_is_moved"),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="moved_to_another_account"),
            models.UniqueConstraint(fields=["giver", "taker", "key"], name="moved_once_a_key"),
        ]
        indexes = [models.Index(fields=["giver", "-id"]), models.Index(fields=["taker", "-id"])]

    def __str__(self) -> str:
        return f"{self.key}: {self.amount}"
