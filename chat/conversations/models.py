"""Which conversation each message of a room belongs to, as far as is known."""

from django.db import models

from chat.models import Message, Room
from community.clock import now
from community.members.models import Community, Member


class Conversation(models.Model):
    """Messages of one room that answer each other. Its numbers are those of its standing messages."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="conversations")
    first_seq = models.BigIntegerField()
    last_seq = models.BigIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    messages = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["room", "last_seq"]), models.Index(fields=["room", "last_at"])]

    def __str__(self) -> str:
        return f"{self.messages} messages from {self.first_seq} in {self.room_id}"


class Link(models.Model):
    """What a message answers, and how sure that is. `confirmed_by` a person, it stays."""

    message = models.OneToOneField(Message, primary_key=True, on_delete=models.CASCADE, related_name="link")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    seq = models.BigIntegerField()
    parent = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="+")
    parent_seq = models.BigIntegerField(null=True, help_text="The parent's place; empty: it starts something.")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="links")
    probability = models.FloatField(help_text="That this parent is right.")
    together = models.FloatField(default=1.0, help_text="That it belongs to its parent's conversation.")
    others = models.JSONField(
        default=list, db_default=[], help_text="What else it may answer, or its own place: [place, chance], by chance."
    )
    confirmed_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "seq"], name="one_link_a_place")]
        indexes = [models.Index(fields=["conversation", "seq"])]

    def __str__(self) -> str:
        return f"{self.message_id} → {self.parent_id}"


class Reading(models.Model):
    """How far a room's messages have been linked."""

    room = models.OneToOneField(Room, primary_key=True, on_delete=models.CASCADE, related_name="reading")
    seq = models.BigIntegerField(default=0)
    judged_seq = models.BigIntegerField(default=0, help_text="How far in the light of what followed.")

    def __str__(self) -> str:
        return f"{self.room_id} up to {self.seq}"


class Label(models.Model):
    """Whether a message belongs to a conversation, said by the person who promoted it: for the next training."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    anchor = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    probability = models.FloatField(null=True, help_text="What was proposed; empty for a message that was not.")
    chosen = models.BooleanField()
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["anchor", "message"], name="one_label_a_pair")]

    def __str__(self) -> str:
        return f"{self.message_id} with {self.anchor_id}: {self.chosen}"


class Suggestion(models.Model):
    """A conversation that should go to the board, and what became of that."""

    class Why(models.TextChoices):
        SIGN = "sign", "Members gave the sign"
        OVERLOAD = "overload", "The room is overloaded"

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="suggestions")
    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="suggestion")
    why = models.CharField(max_length=8, choices=Why)
    created_at = models.DateTimeField(default=now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["room", "decided_at"])]

    def __str__(self) -> str:
        return f"{self.conversation_id}, {self.why}"
