"""What an account wants on its devices: everywhere, and in single rooms and threads."""

import re
from typing import Any

from community import clock
from community.errors import InvalidInput
from community.members.models import Member, User
from community.push.models import PlaceWishes, PushWishes
from community.push.moments import Quiet, Wish

MOST = 500  # places a member
_PLACE = re.compile(r"(room|thread):[0-9]{1,18}")


def of(user: User) -> PushWishes:
    return PushWishes.objects.get_or_create(user=user)[0]


def change(user: User, changes: dict[str, Any]) -> PushWishes:
    wishes = of(user)
    for name, value in changes.items():
        setattr(wishes, name, value)
    wishes.save()
    return wishes


def of_place(member: Member, place: str) -> PlaceWishes:
    """What a member wants of a place; raises `input.invalid` for what is none."""
    if not _PLACE.fullmatch(place):
        raise InvalidInput("input.invalid", "There are no wishes for such a place.", fields={"place": "unknown"})
    return PlaceWishes.objects.filter(member=member, place=place).first() or PlaceWishes(member=member, place=place)


def set_place(member: Member, place: str, wanted: dict[str, Any]) -> PlaceWishes:
    """Want this of a place; nothing particular is no row."""
    of_place(member, place)
    mine = PlaceWishes.objects.filter(member=member)
    if all(value is None for value in wanted.values()):
        mine.filter(place=place).delete()
        return PlaceWishes(member=member, place=place)
    wishes, created = PlaceWishes.objects.update_or_create(member=member, place=place, defaults=wanted)
    if created:
        mine.filter(pk__in=list(mine.order_by("-pk").values_list("pk", flat=True)[MOST:])).delete()
    return wishes


def wish(user: User, member: Member, place: str) -> tuple[Wish, str]:
    """What counts for an account's member in a place, and their time zone."""
    everywhere = of(user)
    here = PlaceWishes.objects.filter(member=member, place=place).first() or PlaceWishes()
    quiets = [Quiet(row.quiet_from, row.quiet_to) for row in (everywhere, here) if row.quiet_from is not None]
    zone = user.timezone if clock.is_zone(user.timezone) else "UTC"
    hourly = everywhere.hourly if here.hourly is None else here.hourly
    return Wish(here.level or everywhere.level, tuple(quiets), hourly), zone
