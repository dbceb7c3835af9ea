"""What members bring along: images, voice notes, documents, from the first byte of their upload on."""

from django.db import models
from django.db.models import Q

from community.clock import now
from community.members.models import Community, Member


class File(models.Model):
    """A file, or as much of it as has arrived. What carries it, a message or a post, is known to the upper layers.

    A file is carried once, and shows nothing of how its owner's machine calls it but a name.
    """

    class Kind(models.TextChoices):
        IMAGE = "image", "Image"
        VOICE = "voice", "Voice note"
        DOCUMENT = "document", "Document"

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=120)
    length = models.BigIntegerField(help_text="Bytes that its owner announced; they count until it is gone.")
    received = models.BigIntegerField(default=0, help_text="Bytes that have arrived.")
    parts = models.JSONField(default=list, help_text="Where these stand until it is whole.")
    key = models.CharField(max_length=40, blank=True, help_text="Where it stands once it is whole.")
    type = models.CharField(max_length=60, blank=True, help_text="What its bytes say that it is.")
    size = models.BigIntegerField(default=0)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True, help_text="How long a voice note is.")
    peaks = models.JSONField(null=True, blank=True, help_text="How loud a voice note is, from 0 to 31.")
    created_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True, blank=True)
    carrier = models.CharField(max_length=8, blank=True, help_text="message or post.")
    carrier_id = models.BigIntegerField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True, help_text="When its owner took back what carried it.")

    class Meta:
        indexes = [
            models.Index(fields=["carrier", "carrier_id"], condition=Q(carrier_id__isnull=False), name="files_carried"),
            models.Index(fields=["owner", "created_at"], condition=Q(carrier_id__isnull=True), name="files_waiting"),
            models.Index(fields=["released_at"], condition=Q(released_at__isnull=False), name="files_released"),
        ]

    def __str__(self) -> str:
        return self.name

    def is_whole(self) -> bool:
        return self.received == self.length


class DayUse(models.Model):
    """How many bytes a member has brought along on a day of theirs."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    bytes = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "day"], name="one_use_a_day")]

    def __str__(self) -> str:
        return f"{self.member} on {self.day}"


class CommunityUse(models.Model):
    """How many bytes the files of a community take."""

    community = models.OneToOneField(Community, on_delete=models.CASCADE, related_name="+")
    bytes = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.community)
