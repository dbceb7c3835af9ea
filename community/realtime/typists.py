"""Who types in a room, told to those who have it open: the first at once, who comes in the second after that together.

So what a room is told does not grow with those who type in it, and what each of them costs not with those who read.
"""

from itertools import groupby
from operator import itemgetter

from django.core.cache import cache

from community.jobs.soon import Soon
from community.members.shapes import MemberRef
from community.realtime.publish import publish_at_once
from community.realtime.shapes import Typing

AGAIN = 3  # seconds between two tellings of the same member
TOGETHER = 1  # seconds in which those who come are told together
NAMED = 5  # members in one telling; of more than two nobody reads the names

Typist = tuple[int, MemberRef]


def is_news(room_id: int, member_id: int) -> bool:
    """Whether the member has not been told of in the last seconds; from now on they have."""
    return bool(cache.add(f"typing:{room_id}:{member_id}", 1, timeout=AGAIN))


def tell(room_id: int, member: MemberRef) -> None:
    """Tell of a member, now or with those who type next: a room hears of them twice a second from a process at most."""
    if cache.add(f"typing:{room_id}", 1, timeout=TOGETHER):
        publish_at_once(f"here.{room_id}", Typing(room=room_id, members=[member]))
    else:
        _waiting.add([(room_id, member)])


def _tell_together(typists: list[Typist]) -> None:
    for room_id, those in groupby(sorted(typists, key=itemgetter(0)), key=itemgetter(0)):
        members = {member.id: member for _, member in those}
        publish_at_once(f"here.{room_id}", Typing(room=room_id, members=list(members.values())[:NAMED]))


_waiting = Soon(_tell_together, moment=TOGETHER)
