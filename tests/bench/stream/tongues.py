"""How to speak to each chat server: what is said to it, and what its frames mean.

Every body carries its own number, `zqk` and eight digits, so that a delivery is known wherever a server puts it in a
frame, and however many it puts in one.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID, uuid4

FIRST = 1000  # numbers of posts begin here; smaller ones are other commands
FOLLOW, BEAT = 1, 2
WORDS = "the heron stands where the river used to run, and listens to whoever of this room keeps on talking tonight "
SIZE = 120  # bytes of a body
_MARK = re.compile(rb"zqk(\d{8})")
_BEAT = re.compile(rb'\{"on":"beat","n":(\d+)')
_NUMBER = re.compile(rb"\d+")
_REV = re.compile(rb'"room\.\d+":(\d+)')
_ROW_REV = re.compile(rb'"rev":(\d+)')


def body(number: int) -> str:
    return f"zqk{number:08} {WORDS}{WORDS}"[:SIZE].strip()


@dataclass(frozen=True, slots=True)
class Heard:
    """What a frame says."""

    seen: tuple[int, ...] = ()  # numbers of the posts delivered
    answered: tuple[int, ...] = ()  # numbers of the commands carried out
    refused: tuple[tuple[int, bytes], ...] = ()  # numbers of those that were not, and what was said instead
    beat: int | None = None  # frames sent so far, to be answered
    rev: int | None = None  # where the followed room stands; of several, that in which most was said
    reached: int = 0  # the number up to which it brings the room
    is_own: bool = False  # whether more than posts is in it, that concerns this one socket


class Tongue(Protocol):
    """A server's way of speaking."""

    echoes: bool  # one's own post coming back is its acknowledgement
    welcomes: bool  # a socket is in its room once that was answered

    def address(self, port: int, room: int) -> str: ...
    def headers(self, person: int) -> dict[str, str]: ...
    def follow(self, person: int, rooms: list[int], since: int) -> str: ...  # and of the first, what changed since
    def post(self, room: int, number: int) -> str: ...
    def beat(self, frames: int) -> str: ...
    def changes(self, room: int, since: int) -> str: ...  # the path of what was missed; none where there is none
    def page(self, room: int) -> str: ...  # the path of the latest page
    def beside(self, person: int) -> list[str]: ...  # the paths that a client asks for once it is back
    def read(self, frame: bytes) -> Heard: ...


class Oxbow:
    """Ours.

    Args:
        cookies: of everybody, in the order of the load's people.
        rooms: ids, in the order of the load's rooms.
        own: the topics that each follows beside rooms, in the order of the load's people.
        looks: what everybody asks for over HTTP once they are back.
    """

    echoes, welcomes = False, True

    def __init__(
        self, cookies: list[str], rooms: list[int], own: Sequence[list[str]] = (), looks: Sequence[str] = ()
    ) -> None:
        self.cookies, self.rooms, self.own, self.looks = cookies, rooms, own, looks
        self._salt = uuid4().int & ~0xFFFFFFFF

    def address(self, port: int, room: int) -> str:
        return f"ws://127.0.0.1:{port}/ws/v1/"

    def headers(self, person: int) -> dict[str, str]:
        return {"Cookie": self.cookies[person]}

    def follow(self, person: int, rooms: list[int], since: int) -> str:
        topics = [f"room.{self.rooms[room]}" for room in rooms]
        held = {topics[0]: since} if since else {}
        own = self.own[person] if self.own else []
        return json.dumps({"id": FOLLOW, "do": "follow", "topics": [*topics, *own], "since": held})

    def post(self, room: int, number: int) -> str:
        return (
            f'{{"id":{number},"do":"post","room":{self.rooms[room]},'
            f'"client_id":"{UUID(int=self._salt | number)}","body":"{body(number)}"}}'
        )

    def beat(self, frames: int) -> str:
        return f'{{"id":{BEAT},"do":"beat","n":{frames}}}'

    def changes(self, room: int, since: int) -> str:
        return f"/api/v1/rooms/{self.rooms[room]}/changes/?since={since}"

    def page(self, room: int) -> str:
        return f"/api/v1/rooms/{self.rooms[room]}/messages/"

    def beside(self, person: int) -> list[str]:
        return list(self.looks)

    def read(self, frame: bytes) -> Heard:
        """Answers begin with `re`, events with `on`, alone or in an array; what an event or a follow brings is seen."""
        first, *answers = frame.split(b'{"re":')
        events, answered, refused, rev = [first], [], [], None
        for answer in answers:
            own, mark, rest = answer.partition(b'{"on":')
            events.append(mark + rest)
            number = int(found[0]) if (found := _NUMBER.match(own)) else 0
            if b'"error":' in own:
                refused.append((number, own))
                continue
            answered.append(number)
            if number == FOLLOW and (revs := _REV.findall(own)):
                rev = max(map(int, revs))
                events.append(own)
        heard = b"".join(events)
        beat = _beat(heard)
        is_own = bool(answers) or beat is not None
        reached = max(map(int, _ROW_REV.findall(heard)), default=0)
        return Heard(_marks(heard), tuple(answered), tuple(refused), beat, rev, reached, is_own)


class Tutorial:
    """It acknowledges nothing; that one's own message comes back is the nearest to it."""

    echoes, welcomes = True, False

    def address(self, port: int, room: int) -> str:
        return f"ws://127.0.0.1:{port}/ws/{room}/"

    def headers(self, person: int) -> dict[str, str]:
        return {}

    def follow(self, person: int, rooms: list[int], since: int) -> str:
        raise NotImplementedError("A socket of the tutorial's is in one room, that of its address.")

    def post(self, room: int, number: int) -> str:
        return f'{{"body":"{body(number)}"}}'

    def beat(self, frames: int) -> str:
        raise NotImplementedError("The tutorial has no heartbeat.")

    def changes(self, room: int, since: int) -> str:
        return ""

    def page(self, room: int) -> str:
        raise NotImplementedError("The tutorial has no history.")

    def beside(self, person: int) -> list[str]:
        return []

    def read(self, frame: bytes) -> Heard:
        return Heard(_marks(frame), is_own=True)  # it may be one's own that comes back


def _marks(frame: bytes) -> tuple[int, ...]:
    return tuple(map(int, _MARK.findall(frame)))


def _beat(events: bytes) -> int | None:
    found = _BEAT.search(events)
    return int(found[1]) if found else None
