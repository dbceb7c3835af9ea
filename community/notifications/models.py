"""Who should know, and who was told."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Value

from community.clock import now
from community.members.models import Community, Member, User


def every_day() -> list[int]:
    return [1, 2, 3, 4, 5, 6, 7]


class Notice(models.Model):
    """One line in a member's inbox. Its key makes telling twice impossible."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20)
    actor = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    key = models.CharField(max_length=100)
    place = models.CharField(max_length=40, blank=True, help_text="Where it happened: room:5 or thread:2.")
    number = models.BigIntegerField(default=0, help_text="Its seq there: read once the member has read this far.")
    excerpt = models.CharField(max_length=200, blank=True)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "key"], name="nobody_is_told_twice")]
        indexes = [
            models.Index(fields=["member", "-id"]),
            models.Index(fields=["key"]),
            models.Index(fields=["member", "place", "number"], condition=models.Q(read_at=None), name="unread_notices"),
            models.Index(fields=["member", "place", "number"], condition=models.Q(kind="direct"), name="direct_lines"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.member}"

    def stands_for(self) -> int:
        """How many things it tells of."""
        return int(self.data.get("count", 1))


class Wishes(models.Model):
    """What an account wants to hear of its communities, when, and where."""

    class Scope(models.TextChoices):
        ALL = "all", "Everything of mine"
        MINE = "mine", "Mentions and what I follow"

    class Channel(models.TextChoices):
        MAIL = "mail", "E-mail"
        NOTICE = "notice", "A line in the inbox"
        BOTH = "both", "Both"

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="wishes")
    daily = models.BooleanField(default=True, db_default=True, help_text="The daily brief.")
    weekly = models.BooleanField(default=True, db_default=True, help_text="The weekly essence.")
    hour = models.PositiveSmallIntegerField(default=8, db_default=8, help_text="In the account's own time zone.")
    days = ArrayField(
        models.PositiveSmallIntegerField(), default=every_day, db_default=Value([1, 2, 3, 4, 5, 6, 7]),
        help_text="Of the daily brief; Monday is 1.",
    )  # fmt: skip
    weekday = models.PositiveSmallIntegerField(default=7, db_default=7, help_text="Of the weekly essence.")
    scope = models.CharField(max_length=4, choices=Scope, default=Scope.ALL, db_default=Scope.ALL)
    channel = models.CharField(max_length=6, choices=Channel, default=Channel.MAIL, db_default=Channel.MAIL)

    class Meta:
        verbose_name_plural = "wishes"

    def __str__(self) -> str:
        return f"of {self.user_id}"

    def by_mail(self) -> bool:
        return self.channel != Wishes.Channel.NOTICE

    def by_notice(self) -> bool:
        return self.channel != Wishes.Channel.MAIL


class Digest(models.Model):
    """One digest of an account: due as soon as the row is there, written by one worker at a time, then sent or not."""

    class Kind(models.TextChoices):
        DAILY = "daily", "Daily brief"
        WEEKLY = "weekly", "Weekly essence"
        RECALL = "recall", "Recall"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="digests")
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.DAILY)
    day = models.DateField(help_text="The account's own day; of a recall, that of its last visit.")
    items = models.PositiveIntegerField(default=0)
    told = ArrayField(models.CharField(max_length=60), default=list, help_text="What it told: no other tells it again.")
    created_at = models.DateTimeField(default=now)
    queued_at = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True, help_text="Somebody writes it, or died while writing it.")
    sent_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="There was nothing to say.")
    tries = models.PositiveSmallIntegerField(default=0, help_text="How often it could not be handed over.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind", "day"], name="one_digest_a_kind_and_day")]
        indexes = [models.Index(fields=["id"], condition=models.Q(sent_at=None, closed_at=None), name="digests_open")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.user_id} on {self.day}"
