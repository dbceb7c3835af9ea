"""The stream: rooms, who sits in them, and what is said there."""

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q

from community.clock import now
from community.files.attaching import marks
from community.members.models import Community, Member


class RoomQuerySet(models.QuerySet["Room"]):
    def visible_to(self, member: Member) -> "RoomQuerySet":
        """Rooms that a member can read: the open ones, and those that they sit in."""
        seats = Seat.objects.filter(room=OuterRef("pk"), member=member)
        present = member.is_present()
        return (
            self.filter(Q(kind=Room.Kind.OPEN) | Exists(seats), community=member.community_id)
            if present
            else self.none()
        )

    def visible_to_user(self, user) -> "RoomQuerySet":
        """The same over all communities of an account."""
        seats = Seat.objects.filter(room=OuterRef("pk"), member__user_id=user.pk, member__left_at=None)
        mine = Member.objects.present().filter(user__isnull=False, user_id=user.pk).values("community")
        return self.filter(Q(kind=Room.Kind.OPEN) | Exists(seats), community__in=mine)


class Room(models.Model):
    class Kind(models.TextChoices):
        OPEN = "open", "Open: every member may read and join"
        CLOSED = "closed", "Closed: by invitation of those inside"
        DIRECT = "direct", "Direct: two people"

    class Load(models.TextChoices):
        CALM = "calm", "Calm"
        BUSY = "busy", "Busy"
        OVERLOADED = "overloaded", "Overloaded"

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="rooms")
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.OPEN)
    name = models.CharField(max_length=60, blank=True)
    topic = models.CharField(max_length=200, blank=True)
    seq = models.BigIntegerField(default=0, help_text="The place of the last message.")
    rev = models.BigIntegerField(default=0, help_text="The number of the last visible change.")
    pair = models.CharField(max_length=50, null=True, blank=True, unique=True, help_text="The two of a direct room.")
    created_at = models.DateTimeField(default=now)
    created_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    client_id = models.UUIDField(null=True, blank=True, help_text="The id that its maker's client gave it.")
    archived_at = models.DateTimeField(null=True, blank=True)
    load = models.CharField(max_length=10, choices=Load, default=Load.CALM, help_text="How much goes on there.")
    slow_seconds = models.PositiveIntegerField(default=0, help_text="Between two messages of a member; 0 is no limit.")
    terms = models.JSONField(default=dict, blank=True, help_text="Who writes there, when, how much; empty as usual.")
    gate = models.BigIntegerField(default=0, help_text="How often somebody has lost the sight of it.")
    keeps_days = models.PositiveIntegerField(
        null=True, blank=True, help_text="For how many days what is said stays; empty is for good."
    )
    gone_seq = models.BigIntegerField(
        default=0, db_default=0, help_text="Up to this place nothing stands but what is spared."
    )
    gone_rev = models.BigIntegerField(default=0, db_default=0, help_text="The number under which the last of it went.")

    objects = RoomQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["created_by", "client_id"], name="a_room_is_opened_once")]
        indexes = [models.Index(fields=["community", "kind"])]

    def __str__(self) -> str:
        return self.name or f"{self.kind} room {self.pk}"

    def is_visible_to(self, member: Member) -> bool:
        """The twin of `visible_to`."""
        if not member.is_present() or member.community_id != self.community_id:
            return False
        return self.kind == Room.Kind.OPEN or self.seats.filter(member=member).exists()

    def advance(self, messages: int = 0) -> int:
        """Take the next number of a visible change, and the places of new messages; locks the room until commit."""
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE chat_room SET rev = rev + 1, seq = seq + %s WHERE id = %s RETURNING rev, seq, gate",
                [messages, self.pk],
            )
            self.rev, self.seq, self.gate = cursor.fetchone()
        return self.rev


class Seat(models.Model):
    """A member in a room, and how far they have read. `unread = room.seq - read_seq`."""

    class Level(models.TextChoices):
        ALL = "all", "Everything"
        MENTIONS = "mentions", "Mentions"
        NOTHING = "nothing", "Nothing"

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="seats")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="seats")
    read_seq = models.BigIntegerField(default=0)
    level = models.CharField(max_length=8, choices=Level, default=Level.ALL)
    taken_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "member"], name="one_seat_a_member")]
        indexes = [models.Index(fields=["member", "room"])]

    def __str__(self) -> str:
        return f"{self.member} in {self.room}"


class Fold(models.Model):
    """A card that stands in the stream where a conversation was, for as long as that stands elsewhere.

    The stream does not know where: whoever folds says what the card shows, in `card`.
    """

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="folds")
    rev = models.BigIntegerField()
    seq = models.BigIntegerField(help_text="The place of its first message.")
    count = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    card = models.JSONField(default=dict)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["room", "rev"])]

    def __str__(self) -> str:
        return self.title


class Message(models.Model):
    class Kind(models.TextChoices):
        TEXT = "text", "Text"
        SYSTEM = "system", "System"

    # The statement that writes messages reads these three rows itself; having each checked again is half of its time.
    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    room = models.ForeignKey(
        Room, on_delete=models.PROTECT, related_name="messages", db_index=False, db_constraint=False
    )
    author = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="messages", db_index=False, db_constraint=False
    )
    client_id = models.UUIDField()
    seq = models.BigIntegerField(help_text="Its place in the room, for ever.")
    rev = models.BigIntegerField(help_text="The number of its latest change; 0 once it has expired.")
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.TEXT)
    body = models.TextField()
    files = models.JSONField(null=True, blank=True, help_text="What is shown of the files that it carries.")
    preview = models.JSONField(null=True, blank=True, help_text="What the page says that it links to.")
    reply_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies", db_index=False
    )
    mention_all = models.BooleanField(default=False)
    fold = models.ForeignKey(
        Fold, null=True, blank=True, on_delete=models.PROTECT, related_name="messages", db_index=False
    )
    created_at = models.DateTimeField(default=now)
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "client_id"], name="a_message_is_posted_once"),
            models.UniqueConstraint(fields=["room", "seq"], name="one_message_a_place"),
        ]
        indexes = [
            models.Index(fields=["room", "rev"]),
            models.Index(fields=["community", "-created_at"]),
            # Most messages answer nothing and stand under no card; the constraints above serve the other keys.
            models.Index(fields=["reply_to"], condition=Q(reply_to__isnull=False), name="messages_that_answer"),
            models.Index(fields=["fold"], condition=Q(fold__isnull=False), name="messages_under_a_card"),
            models.Index(fields=["room", "-seq"], condition=Q(files__isnull=False), name="messages_with_files"),
        ]

    def __str__(self) -> str:
        return self.body[:60]

    def said(self) -> str:
        """Its words, or else what it carries, for where only an excerpt stands."""
        return self.body or marks(self.files)


class Removal(models.Model):
    """Why a message is not shown. Its text stays, so that a moderator can restore it: by deleting this row."""

    class Kind(models.TextChoices):
        RECALLED = "recalled", "Recalled by its author"
        DELETED = "deleted", "Deleted by its author"
        HIDDEN = "hidden", "Hidden by a moderator"
        EXPIRED = "expired", "Older than its room keeps; the words are gone"

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="removal")
    kind = models.CharField(max_length=8, choices=Kind)
    by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.kind


class Reaction(models.Model):
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reactions")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    emoji = models.CharField(max_length=32)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "member", "emoji"], name="one_reaction_of_a_kind")]

    def __str__(self) -> str:
        return self.emoji


class Mention(models.Model):
    """A member named in a message; unread while `seq` is above what they have read."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mentions", db_index=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    seq = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "member"], name="mentioned_once")]
        indexes = [models.Index(fields=["member", "room", "seq"])]

    def __str__(self) -> str:
        return f"{self.member} in {self.message_id}"


class Pin(models.Model):
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="pin")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.message_id} by {self.by}"


class RollCall(models.Model):
    """Who was called when a community opened. By number: the message names them as they are called."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="+")
    members = models.JSONField(default=list)
    count = models.PositiveIntegerField(help_text="How many there were, those included who were not called.")

    def __str__(self) -> str:
        return f"of {self.community_id}"


class Spared(models.Model):
    """A message that is older than its room keeps and stands, because something needs its words."""

    message = models.OneToOneField(Message, primary_key=True, on_delete=models.CASCADE, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+", db_index=False)
    seq = models.BigIntegerField()
    looked_at = models.DateTimeField(default=now, help_text="When somebody last asked whether it is still needed.")

    class Meta:
        verbose_name_plural = "spared"
        constraints = [models.UniqueConstraint(fields=["room", "seq"], name="spared_once")]

    def __str__(self) -> str:
        return f"{self.message_id} in {self.room_id}"
