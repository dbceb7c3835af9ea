"""The meter of each room: moving it on, telling the room, and reading it."""

from datetime import datetime, timedelta
from typing import cast

from django.db import transaction
from django.db.models import F, Q, QuerySet

from chat.models import Room
from chat.overload import meter, minutes, offers, samples
from chat.overload.models import Hour, Limits, Load, Minute
from chat.overload.shapes import LoadHistory, LoadLimits, LoadPoint, LoadShape, RoomLoad
from community import access
from community.clock import now
from community.members.models import Member
from community.realtime.publish import publish

TOLD_EVERY = timedelta(seconds=30)  # while a room is not calm
BY_MINUTE = 48  # hours of history up to which every minute is shown
MOST_HOURS = minutes.HOURS_KEPT // timedelta(hours=1)
_FIGURES = ("messages", "conversations", "here", "concern", "debt", "state")


def due() -> QuerySet[Room]:
    """Rooms in which something is not counted yet, and those that can become calmer by themselves."""
    uncounted = Q(meter=None, seq__gt=0) | Q(seq__gt=F("meter__seq"))
    falling = Q(meter__posters__gt=0) | ~Q(load=Room.Load.CALM)
    return Room.objects.exclude(kind=Room.Kind.DIRECT).filter(uncounted | falling).order_by("pk")


def measure(room: Room, at: datetime) -> None:
    """Bring the meter of a room up to date; safe to do twice. Whoever finds somebody else at it leaves it to them."""
    minutes.roll_up(room, at)
    with transaction.atomic():
        load = Load.objects.hold(room.pk)
        if load is None:
            return
        changed = _move(room, load, at)
        offers.draw(room, load, at)
        _sample(room, load, at)
        if changed or _is_to_be_told(load, at):
            load.told_at = at
            publish(f"room.{room.pk}", _event(room, load, at))
        load.save()
        if changed:  # last of all, for from here on nobody can post until this is committed
            Room.objects.filter(pk=room.pk).update(load=load.state)


def look(me: Member, room: Room) -> LoadShape:
    """How full a room is, and what would help that I may do."""
    load = Load.objects.filter(room=room).first() or Load(room=room, since=room.created_at)
    limits = Limits.of(room)
    found = offers.for_member(me, load, offers.of(room, load, limits, now()))
    return LoadShape(
        **_numbers(load), offers=found, relief=limits.relief, slow=room.slow_seconds,
        limits=LoadLimits(posters=limits.posters, messages=limits.messages, words=limits.words),
    )  # fmt: skip


def history(me: Member, room: Room, hours: int) -> LoadHistory:
    """What was measured, oldest first: every minute of up to two days, every hour of more.

    Raises:
        Forbidden: only hosts and above see it.
    """
    access.require_to_read(me, "room.edit")
    since = now() - timedelta(hours=min(hours, MOST_HOURS))
    rows = list(Minute.objects.filter(room=room, at__gt=since).order_by("at"))
    if hours <= BY_MINUTE:
        return LoadHistory(points=[_point(row, crowd, 1) for row, crowd in zip(rows, minutes.crowds(rows))])
    condensed = [*Hour.objects.filter(room=room, at__gt=since).order_by("at"), *minutes.hours(rows)]
    return LoadHistory(points=[_point(row, row.posters, 60) for row in condensed])


def _move(room: Room, load: Load, at: datetime) -> bool:
    """Put the meter where the last twenty minutes say; whether the state changed."""
    spoken = [row.pure() for row in minutes.window(room, at)]
    reading = meter.read(spoken, samples.conversations(room, at))
    strain = meter.strain(reading, Limits.of(room).pure())
    before = meter.Standing(cast(meter.State, load.state), load.since)
    after = meter.step(before, strain, at)
    for name in ("messages", "words", "posters", "conversations"):
        setattr(load, name, getattr(reading, name))
    load.gauge, load.state, load.since = meter.gauge(strain), after.state, after.since
    return after.state != before.state


def _sample(room: Room, load: Load, at: datetime) -> None:
    """Write down once a minute what cannot be counted afterwards; calm silence is not written down."""
    this = minutes.minute_of(at)
    if load.sampled_at == this:
        return
    row = Minute.objects.filter(room=room, at=this).first()
    if row is None and load.state == Room.Load.CALM:
        return
    row = row or Minute(community_id=room.community_id, room=room, at=this)
    row.conversations, row.here, row.state = load.conversations, samples.here(room), load.state
    row.concern, row.debt = samples.concern(room, at), samples.debt(room, at)
    row.save()
    load.sampled_at = this


def _is_to_be_told(load: Load, at: datetime) -> bool:
    return load.state != Room.Load.CALM and (load.told_at is None or at - load.told_at >= TOLD_EVERY)


def _event(room: Room, load: Load, at: datetime) -> RoomLoad:
    return RoomLoad(**_numbers(load), offers=offers.of(room, load, Limits.of(room), at))


def _numbers(load: Load) -> dict[str, object]:
    same = {name: getattr(load, name) for name in ("state", "since", "gauge", "posters", "conversations")}
    return same | {
        "room": load.room_id,
        "messages_per_minute": round(load.messages, 1),
        "words_per_minute": round(load.words, 1),
    }


def _point(row: Minute | Hour, posters: int, span: int) -> LoadPoint:
    figures = {name: getattr(row, name) for name in _FIGURES}
    return LoadPoint(at=row.at, span=span, words=round(row.words), posters=posters, **figures)
