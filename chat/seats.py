"""Taking and leaving a seat in a room, and how far somebody has read there."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from chat import crowds, direct, readers
from chat.models import Mention, Room, Seat
from chat.shapes import MySeat, ReadMoved, RoomGone, RoomJoined
from community import firsts
from community.errors import NotFound
from community.members import communities
from community.members.models import Member
from community.notifications import notices
from community.realtime.publish import expel, publish


def offer(room: Room, member: Member) -> None:
    """Have a newcomer sit in a room, in the transaction in which they come."""
    if firsts.write(Seat(room=room, member=member, read_seq=room.seq)):
        publish(f"member.{member.pk}", RoomJoined(room=room.pk))


def take(room: Room, member: Member) -> Seat:
    """Sit down in a room. What was said before counts as read: nobody starts with a debt."""
    return taken(room, member)[0]


@transaction.atomic
def taken(room: Room, member: Member) -> tuple[Seat, bool]:
    """The seat, and whether it was not theirs before."""
    seat, created = Seat.objects.get_or_create(room=room, member=member, defaults={"read_seq": room.seq})
    if created:
        crowds.forget([room.pk])
        publish(f"member.{member.pk}", RoomJoined(room=room.pk))
    return seat, created


def sit_down(room: Room, member: Member) -> Seat:
    """Take a seat by oneself, which only an open room allows; the seat that one has, elsewhere.

    Raises:
        NotFound: a room of others, from which the member may have been removed a moment ago.
    """
    if room.kind == Room.Kind.OPEN:
        return take(room, member)
    seat = Seat.objects.filter(room=room, member=member).first()
    if seat is None:
        raise NotFound("room")
    return seat


@transaction.atomic
def give_up(room: Room, member: Member) -> bool:
    """Leave a room, or be removed from it: its events stop at once. False for who had no seat there."""
    Room.objects.select_for_update(no_key=True).get(pk=room.pk)  # after whoever is posting in it just now
    if not Seat.objects.filter(room=room, member=member).delete()[0]:
        return False
    publish(f"member.{member.pk}", RoomGone(room=room.pk))
    close_gate([room.pk])
    if room.kind != Room.Kind.OPEN:
        stop_listening(room.pk, member)
        notices.forget_place(member, f"room:{room.pk}")
        communities.close_gate(room.community_id)
    return True


def close_gate(room_ids: Iterable[int]) -> None:
    """Somebody has lost the sight of these rooms: the hubs look again at who listens before the next event there."""
    held = [room.pk for room in Room.objects.select_for_update(no_key=True).filter(pk__in=room_ids).order_by("pk")]
    Room.objects.filter(pk__in=held).update(gate=F("gate") + 1)
    crowds.forget(held)


def stop_listening(room_id: int, member: Member) -> None:
    if member.user_id is None:
        return  # known from imported talk only: no socket of theirs is anywhere
    for topic in (f"room.{room_id}", f"here.{room_id}"):
        expel(topic, member.user_id)


def read(member: Member, room: Room, seq: int) -> MySeat:
    """Have read a room up to a place; never moves back. What that covers leaves the inbox."""
    seq = min(seq, room.seq)
    if Seat.objects.filter(room=room, member=member, read_seq__lt=seq).update(read_seq=Greatest(F("read_seq"), seq)):
        notices.read_up_to(member, f"room:{room.pk}", seq)
        if room.kind == Room.Kind.DIRECT and seq < room.seq:
            direct.settle_for(member, room)
        mine = of(member, room)
        moved = ReadMoved(room=room.pk, read_seq=mine.read_seq, unread=mine.unread, mentions=mine.mentions)
        publish(f"member.{member.pk}", moved)
        readers.moved(member, room, mine.read_seq)
        return mine
    return of(member, room)


def set_level(member: Member, room: Room, level: str) -> MySeat:
    sit_down(room, member)
    Seat.objects.filter(room=room, member=member).update(level=level)
    return of(member, room)


def of(member: Member, room: Room) -> MySeat:
    """A member's own place in a room; raises `not_found` for who has none."""
    seat = Seat.objects.filter(room=room, member=member).first()
    if seat is None:
        raise NotFound("seat")
    mentions = Mention.objects.filter(member=member, room=room, seq__gt=seat.read_seq).count()
    return MySeat(read_seq=seat.read_seq, unread=max(0, room.seq - seat.read_seq), mentions=mentions, level=seat.level)
