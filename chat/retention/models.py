"""How long rooms are to keep what is said."""

from django.db import models

from chat.models import Room
from community.clock import now
from community.members.models import Community, Member


class Shortening(models.Model):
    """From when on a room keeps less than it does. Until then it can be taken back, by deleting this row."""

    room = models.OneToOneField(Room, primary_key=True, on_delete=models.CASCADE, related_name="shortening")
    days = models.PositiveIntegerField()
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["due_at"])]

    def __str__(self) -> str:
        return f"{self.room_id}: {self.days} days from {self.due_at:%Y-%m-%d}"


class NewRooms(models.Model):
    """For how many days the rooms keep that a community opens from now on; without a row, for good."""

    community = models.OneToOneField(Community, primary_key=True, on_delete=models.CASCADE, related_name="new_rooms")
    days = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "new rooms"

    def __str__(self) -> str:
        return f"{self.community_id}: {self.days} days"
