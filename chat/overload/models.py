"""How full each room is: counted minutes and hours, where its meter stands, and what its hosts have set."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from chat.models import Room
from chat.overload import meter
from community.clock import now
from community.members.models import Community

DEFAULT = meter.Limits()


class Limits(models.Model):
    """What the hosts of a room have set; a room without a row has the defaults."""

    class Relief(models.TextChoices):
        OFF = "off", "Nothing happens by itself"
        PROPOSE = "propose", "Moderators are shown what could be promoted"
        AUTOMATIC = "automatic", "Closed conversations are promoted by themselves"

    room = models.OneToOneField(Room, primary_key=True, on_delete=models.CASCADE, related_name="limits")
    posters = models.PositiveIntegerField(default=DEFAULT.posters, help_text="Distinct ones in 20 minutes.")
    messages = models.FloatField(default=DEFAULT.messages, help_text="A minute.")
    words = models.FloatField(default=DEFAULT.words, help_text="A minute.")
    relief = models.CharField(max_length=9, choices=Relief, default=Relief.PROPOSE)

    def __str__(self) -> str:
        return f"{self.posters} posters, {self.messages} messages, {self.words} words in {self.room_id}"

    @classmethod
    def of(cls, room: Room) -> "Limits":
        return cls.objects.filter(room=room).first() or cls(room=room)

    def pure(self) -> meter.Limits:
        return meter.Limits(posters=self.posters, messages=self.messages, words=self.words)


class LoadQuerySet(models.QuerySet["Load"]):
    def hold(self, room_id: int) -> "Load | None":
        """The meter of a room, made if missing and locked until commit; None while somebody else holds it."""
        self.get_or_create(room_id=room_id)
        return self.select_for_update(skip_locked=True).filter(room=room_id).first()


class Load(models.Model):
    """Where the meter of a room stands. Whoever changes anything of a room's load holds this row."""

    room = models.OneToOneField(Room, primary_key=True, on_delete=models.CASCADE, related_name="meter")
    seq = models.BigIntegerField(default=0, help_text="How far the messages have been counted.")
    state = models.CharField(max_length=10, choices=Room.Load, default=Room.Load.CALM)
    since = models.DateTimeField(default=now)
    gauge = models.PositiveSmallIntegerField(default=0)
    messages = models.FloatField(default=0)
    words = models.FloatField(default=0)
    posters = models.PositiveIntegerField(default=0)
    conversations = models.PositiveIntegerField(default=0)
    sampled_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    circle = models.JSONField(default=list, help_text="The ids of those who talk most with each other.")
    people = models.PositiveIntegerField(default=0, help_text="How many wrote in the last seven days.")
    drawn_at = models.DateTimeField(null=True, blank=True, help_text="When the last two were looked at.")

    objects = LoadQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.room_id} is {self.state} since {self.since:%Y-%m-%d %H:%M}"


class Figures(models.Model):
    """What was measured in a span of time. `None` is what nobody could know."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="%(class)ss")
    at = models.DateTimeField(help_text="When it begins.")
    messages = models.PositiveIntegerField(default=0)
    words = models.FloatField(default=0)
    conversations = models.PositiveIntegerField(null=True, help_text="With a message in the last 20 minutes.")
    here = models.PositiveIntegerField(null=True, help_text="Who have the room open.")
    concern = models.FloatField(null=True, help_text="Share of the messages that concern the median reader.")
    debt = models.BigIntegerField(null=True, help_text="What the median member has not read.")
    state = models.CharField(max_length=10, choices=Room.Load, default=Room.Load.CALM)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.messages} messages at {self.at:%Y-%m-%d %H:%M} in {self.room_id}"


class Minute(Figures):
    """One minute of the last seven days in which something was said, or that was measured while a room was not calm."""

    posters = ArrayField(models.BigIntegerField(), default=list, help_text="The ids of the members who wrote.")
    first_seq = models.BigIntegerField(null=True, help_text="The lowest place that is counted here.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "at"], name="a_minute_is_counted_once")]
        indexes = [models.Index(fields=["at"])]

    def pure(self) -> meter.Minute:
        return meter.Minute(self.messages, self.words, frozenset(self.posters))


class Hour(Figures):
    """One hour of the last 400 days, condensed from its minutes."""

    posters = models.PositiveIntegerField(default=0, help_text="Most distinct ones in 20 minutes.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "at"], name="an_hour_is_counted_once")]
        indexes = [models.Index(fields=["at"])]
