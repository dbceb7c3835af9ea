"""Taking away what is older than its room keeps. A page at a time, under the room's lock, from where the last ended.

The rows stay as empty shells, for places are dense; they lose their number, so that no page and no list of changes has
them any more. One number of the room says that everything up to a place is gone, however much it was. What something
needs is spared, and looked at again every day.
"""

import time
from datetime import datetime, timedelta

from django.db import transaction

from chat import announce, history, previews
from chat.models import Mention, Message, Reaction, Removal, Room, Seat, Spared
from chat.posting import MESSAGE
from chat.retention import holders
from community.clock import now
from community.files import attaching
from community.moderation import evidence
from community.notifications import notices
from community.search import index

PAGE = 200  # messages that one transaction takes away: the room is locked for some hundredths of a second
AGAIN = timedelta(days=1)  # after which what was spared is looked at again
LASTS = 20.0  # seconds of one job; the next one goes on
PAUSE = 0.05  # seconds, where somebody holds the room


class Held(Exception):
    """Somebody holds the room just now."""


def rooms() -> list[int]:
    return list(Room.objects.exclude(keeps_days=None).order_by("pk").values_list("pk", flat=True))


def expire(room_id: int, seconds: float = LASTS) -> None:
    """Take away what is too old in a room, as far as one gets in this time; safe to do twice, and at the same time."""
    end = time.monotonic() + seconds
    while _page_if_free(room_id) and time.monotonic() < end:
        pass


def _page_if_free(room_id: int) -> bool:
    try:
        return _page(room_id)
    except Held:
        time.sleep(PAUSE)
        return True


@transaction.atomic
def _page(room_id: int) -> bool:
    """Take away one page; whether there may be more. Raises `Held` rather than wait for somebody in the room."""
    index.held("room", room_id)  # first: whoever reads the room into the index must not be waited for with it locked
    room = Room.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=room_id).first()
    if room is None:
        raise Held
    if room.keeps_days is None:
        return False
    moment = now() - timedelta(days=room.keeps_days)
    last = min(_old_up_to(room, moment), room.gone_seq + PAGE)
    fresh = dict(room.messages.filter(seq__gt=room.gone_seq, seq__lte=last).values_list("pk", "seq"))
    again = list(_looked_at_long_ago(room))
    if not fresh and not again:
        return False
    going = _going([*fresh, *again], moment)
    Spared.objects.bulk_create(Spared(message_id=pk, room=room, seq=fresh[pk]) for pk in fresh if pk not in going)
    Spared.objects.filter(message__in=again).update(looked_at=now())
    if fresh or going:
        _take_away(room, sorted(going), max(last, room.gone_seq))
    return True


def _old_up_to(room: Room, moment: datetime) -> int:
    """The place up to which everything was said before a moment."""
    place = history.place_at(room, moment)
    return place if room.messages.filter(seq=place, created_at__lt=moment).exists() else place - 1


def _looked_at_long_ago(room: Room) -> list[int]:
    spared = Spared.objects.filter(room=room, looked_at__lt=now() - AGAIN).order_by("looked_at")
    return list(spared.values_list("pk", flat=True)[:PAGE])


def _going(ids: list[int], moment: datetime) -> set[int]:
    """Those of these messages that are too old, and that nothing needs. Imported talk may stand out of time."""
    old = set(Message.objects.filter(pk__in=ids, created_at__lt=moment).values_list("pk", flat=True))
    return old - holders.needed(sorted(old))


def _take_away(room: Room, ids: list[int], last: int) -> None:
    rev = room.advance()
    room.gone_seq, room.gone_rev = last, rev
    room.save(update_fields=["gone_seq", "gone_rev"])
    _empty(ids)
    _forget(ids)
    Seat.objects.filter(room=room, read_seq__lt=last).update(read_seq=last)  # nobody can read it any more
    _announce(room, ids, rev)


def _empty(ids: list[int]) -> None:
    Message.objects.filter(pk__in=ids).update(body="", files=None, preview=None, mention_all=False, rev=0)
    gone = {"kind": Removal.Kind.EXPIRED, "by": None, "reason": "", "at": now()}
    Removal.objects.bulk_create(
        [Removal(message_id=pk, **gone) for pk in ids],
        update_conflicts=True, unique_fields=["message"], update_fields=list(gone),
    )  # fmt: skip
    Reaction.objects.filter(message__in=ids).delete()
    Mention.objects.filter(message__in=ids).delete()
    Spared.objects.filter(message__in=ids).delete()


def _forget(ids: list[int]) -> None:
    """What other places know of these messages."""
    index.forget("message", ids)
    attaching.release(MESSAGE, *ids)
    attaching.release(previews.CARRIER, *ids)
    notices.withdraw(*(f"message:{pk}" for pk in ids))
    evidence.forget([f"message:{pk}" for pk in ids])


def _announce(room: Room, ids: list[int], rev: int) -> None:
    """One event for all of them: up to this place nothing stands but what is spared."""
    quoting = list(Message.objects.filter(reply_to__in=ids, rev__gt=0).values_list("pk", flat=True))
    announce.expired(room, ids, announce.touch(quoting, rev) if quoting else [])
