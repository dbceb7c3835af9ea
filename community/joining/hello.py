"""The first words of a newcomer. The stream says where they are said, and says them."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from community.errors import NotFound
from community.joining import arrivals, entrances
from community.members.models import Member


@dataclass(frozen=True)
class Stage:
    """Where somebody may say hello.

    Attributes:
        find: the room for a member, given the one that the hosts chose: its id and name, or None.
        say: posts there under the client's id, and names what was posted, such as `message:812`.
    """

    find: Callable[[Member, int | None], tuple[int, str] | None]
    say: Callable[[Member, int, str, UUID], str]


_stages: list[Stage] = []


def register(stage: Stage) -> None:
    _stages.append(stage)


def room_for(member: Member) -> tuple[int, str] | None:
    wanted = entrances.of(member.community).hello_room
    found = (stage.find(member, wanted) for stage in _stages)
    return next(filter(None, found), None)


def say(member: Member, words: str, client_id: UUID) -> int:
    """Say the first words, as a post like any other; the room that they stand in.

    Raises:
        NotFound: there is no room that the member could speak in.
        What posting raises.
    """
    room = room_for(member)
    if room is None:
        raise NotFound("room")
    arrivals.said_hello(member, _stages[0].say(member, room[0], words, client_id))
    return room[0]
