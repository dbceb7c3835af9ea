"""What the hosts of a room set: what its readers can keep up with, what happens when it is more, and slow mode."""

from django.db import transaction

from chat import rooms
from chat.models import Room
from chat.overload import loads, tasks
from chat.overload.models import Limits
from chat.overload.shapes import LoadShape
from community import access
from community.activity.models import record
from community.errors import Forbidden
from community.jobs.queue import queue
from community.members.models import Member


@transaction.atomic
def edit(me: Member, room: Room, changes: dict[str, object]) -> LoadShape:
    """Change some of `posters`, `messages`, `words`, `relief` and `slow`; the room is measured anew.

    Raises:
        Forbidden: only hosts and above do this, and nobody in a direct room.
    """
    access.require(me, "room.edit")
    if room.kind == Room.Kind.DIRECT:
        raise Forbidden("forbidden", "A direct room has no limits.", capability="room.edit")
    if "slow" in changes:
        rooms.edit(me, room, {"slow_seconds": changes.pop("slow")})
    if changes:
        Limits.objects.update_or_create(room=room, defaults=changes)
        record(me, "room.limits", room, **changes)
        queue(tasks.measure, room.pk)
    return loads.look(me, room)
