"""Whose devices are told, of what, and when."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from community.clock import now
from community.members.models import Member, User


class Hour(models.PositiveSmallIntegerField):
    """An hour of the account's own time zone."""

    def __init__(self, **options):
        options["validators"] = [MaxValueValidator(23)]
        super().__init__(**options | {"null": True, "blank": True})


def whole_or_none(name: str) -> models.CheckConstraint:
    """Quiet hours have a beginning and an end, or are none."""
    none = Q(quiet_from=None, quiet_to=None)
    both = Q(quiet_from__isnull=False, quiet_to__isnull=False)
    return models.CheckConstraint(condition=none | both, name=name)


class Level(models.TextChoices):
    ALL = "all", "Everything that reaches the inbox"
    MENTIONS = "mentions", "What calls the member"
    NOTHING = "nothing", "Nothing"


class Key(models.Model):
    """The key by which push services know this site: one row, made when it is first needed."""

    ONLY = 1

    private = models.CharField(max_length=64, help_text="The private number of a P-256 key, base64url.")
    made_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"made at {self.made_at:%Y-%m-%d}"


class Device(models.Model):
    """A browser that an account wants to be told on."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="devices")
    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    name = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.name or 'a device'} of {self.user_id}"


class PushWishes(models.Model):
    """What an account wants to be told on its devices, everywhere."""

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="push_wishes")
    level = models.CharField(max_length=8, choices=Level, default=Level.ALL, db_default=Level.ALL)
    quiet_from = Hour()
    quiet_to = Hour()
    hourly = models.BooleanField(default=False, db_default=False, help_text="At most once an hour of each place.")
    hide = models.BooleanField(default=False, db_default=False, help_text="No names and words on the lock screen.")

    class Meta:
        verbose_name_plural = "push wishes"
        constraints = [whole_or_none("push_quiet_whole")]

    def __str__(self) -> str:
        return f"of {self.user_id}"


class PlaceWishes(models.Model):
    """What a member wants of one room or thread; what is None is as everywhere."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="push_places")
    place = models.CharField(max_length=40)
    level = models.CharField(max_length=8, choices=Level, null=True, blank=True)  # noqa: DJ001
    quiet_from = Hour()
    quiet_to = Hour()
    hourly = models.BooleanField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "wishes of places"
        constraints = [
            models.UniqueConstraint(fields=["member", "place"], name="push_wishes_once_a_place"),
            whole_or_none("push_place_quiet_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.member} in {self.place}"


class Turn(models.Model):
    """When the devices of a member are told of a place next, and were last: one notification a place."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=40, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "place"], name="push_one_turn_a_place")]
        indexes = [models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="push_due")]

    def __str__(self) -> str:
        return f"{self.member} of {self.place}"
