"""What the hosts of a room agreed upon: who writes there, when, how much, and what of links."""

import json
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from chat.models import Room
from community import clock
from community.shapes import Shape

Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Weekday = Annotated[int, Field(ge=1, le=7)]  # Monday is 1


def _zone(name: str) -> str:
    if clock.is_zone(name):
        return name
    raise PydanticCustomError("unknown", "There is no such time zone.")


class TalkHours(Shape):
    """A stretch of the week, in the room's own time zone.

    Attributes:
        days: on which it begins.
        last: its end; on the next day where it is not after `first`.
        kind: whether the room keeps to its topic then, or talks freely.
    """

    days: Annotated[list[Weekday], Field(min_length=1, max_length=7)]
    first: Clock
    last: Clock
    kind: Literal["topic", "free"]


class RoomTerms(Shape):
    """The terms of a room; 0 and empty are no limit.

    Attributes:
        writers: who posts: everybody whose role may, or the hosts alone.
        links: whether a link wants words of its poster's own, goes without, or is the hosts' to post.
        longest: characters of a message.
        daily: messages of a member in a day of the room's time zone.
        outside: whether anybody posts outside of the windows.
        dominating: whether who says most while the room is busy is slowed down.
    """

    writers: Literal["members", "hosts"] = "members"
    links: Literal["explained", "free", "hosts"] = "explained"
    longest: Annotated[int, Field(ge=0, le=6000)] = 0
    daily: Annotated[int, Field(ge=0, le=1000)] = 0
    windows: Annotated[list[TalkHours], Field(max_length=20)] = []
    outside: Literal["open", "closed"] = "open"
    zone: Annotated[str, AfterValidator(_zone)] = "UTC"
    dominating: Literal["slowed", "free"] = "slowed"

    def stored(self) -> dict[str, Any]:
        """What a room keeps of it: nothing that goes without saying."""
        return self.model_dump(exclude_defaults=True)


def of(room: Room) -> RoomTerms:
    """The terms of a room. Between two people there are none."""
    if room.kind == Room.Kind.DIRECT:
        return _NONE
    return _read(json.dumps(room.terms, sort_keys=True)) if room.terms else _USUAL


@lru_cache(2000)
def _read(stored: str) -> RoomTerms:
    return RoomTerms.model_validate_json(stored)


_USUAL = RoomTerms()
_NONE = RoomTerms(links="free", dominating="free")
