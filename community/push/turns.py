"""When a place rings: one turn a place and member, due now or later, taken by one worker."""

from collections.abc import Iterator

from django.db.models import Q

from community.clock import now
from community.notifications.models import Notice
from community.push import wishes
from community.push.models import Device, Turn
from community.push.moments import when

PAGE = 500  # turns a look

# A device and the turn of which it is told.
Ring = tuple[int, int]


def consider(notice_id: int) -> list[Ring]:
    """Decide when the devices are told of a notice; safe to do twice. What was read meanwhile rings nowhere."""
    notices = Notice.objects.filter(pk=notice_id, read_at=None, member__left_at=None)
    notice = notices.select_related("member__user").first()
    if notice is None or notice.member.user is None:
        return []
    turn = Turn.objects.get_or_create(member=notice.member, place=notice.place)[0]
    wish, zone = wishes.wish(notice.member.user, notice.member, notice.place)
    moment = when(notice.kind, wish, zone, turn.sent_at, now())
    if moment is None:
        return []
    later = Q(due_at=None) | Q(due_at__gt=moment)
    Turn.objects.filter(later, pk=turn.pk).update(due_at=moment)
    return take(turn.pk)


def take_due() -> Iterator[Ring]:
    """The devices to be told of whatever is due by now."""
    due = Turn.objects.filter(due_at__lte=now()).order_by("due_at").values_list("pk", flat=True)
    for pk in due[:PAGE]:
        yield from take(pk)


def take(turn_id: int) -> list[Ring]:
    """Take a turn if it is due, unless somebody else has: the row settles that."""
    if not Turn.objects.filter(pk=turn_id, due_at__lte=now()).update(due_at=None, sent_at=now()):
        return []
    member = Turn.objects.values("member").get(pk=turn_id)["member"]
    devices = Device.objects.filter(user__memberships=member).values_list("pk", flat=True)
    return [(pk, turn_id) for pk in devices]
