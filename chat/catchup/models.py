"""What somebody has read or dismissed out of order, and which conversations they follow."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from chat.conversations.models import Conversation
from chat.models import Message, Room, Seat
from community.clock import now
from community.members.models import Member


class Done(models.Model):
    """Messages beyond one's read place that one is done with, because one read or dismissed their conversation.

    The places are written down one by one: what late evidence moves into this conversation was not read with it.
    """

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="done")
    conversation = models.ForeignKey(Conversation, null=True, on_delete=models.SET_NULL, related_name="+")
    seq = models.BigIntegerField(help_text="Up to where.")
    places = ArrayField(models.BigIntegerField(), default=list)
    quiet = models.BooleanField(default=False, help_text="What follows is no card either, unless it calls the member.")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seat", "conversation"], name="done_once")]

    def __str__(self) -> str:
        return f"{self.conversation_id} up to {self.seq} by {self.seat_id}"


class Follow(models.Model):
    """A member follows the conversation of a message, whichever conversation that turns out to belong to."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "message"], name="followed_once")]
        indexes = [models.Index(fields=["member", "room"])]

    def __str__(self) -> str:
        return f"{self.message_id} by {self.member}"
