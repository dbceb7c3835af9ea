"""A split: a room that has grown past what anybody can know may go on as several, along who talks with whom."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from chat import rooms
from chat.models import Room
from chat.overload import graph, talk
from chat.overload.graph import Exchanges
from community import access
from community.errors import NotFound
from community.members.models import Member

# Active people: Dunbar's number ("Neocortex size as a constraint on group size", Journal of Human Evolution 22, 1992).
PAST = 150
SMALLEST = 10  # people of a list that could stand as a room of its own


@dataclass(frozen=True)
class Proposal:
    """Lists of members along who talks with whom.

    Attributes:
        groups: the lists, the largest first.
        others: those who wrote, but with nobody in particular.
        inside: the share of exchanges that stay within a list.
    """

    groups: list[list[int]]
    others: list[int]
    inside: float


def proposed(me: Member, room: Room, at: datetime) -> Proposal:
    """How the room could be split.

    Raises:
        Forbidden: only hosts and above see who talks with whom.
        NotFound: the room is not past 150 active members, or does not fall into parts.
    """
    access.require_to_read(me, "room.edit")
    week = talk.of(room, at)
    groups = parts(week.exchanges) if len(week.people) > PAST else []
    if len(groups) < 2:
        raise NotFound("split")
    others = week.people - {person for group in groups for person in group}
    return Proposal(groups, sorted(others), round(graph.inside(week.exchanges, groups), 2))


@transaction.atomic
def open_one(me: Member, room: Room, name: str, wanted: list[int], client_id: UUID) -> Room:
    """Open a closed room for one of the lists, with everybody on it.

    Args:
        client_id: the client's own id of this room; the same again gets the first one.

    Raises:
        Forbidden: only hosts and above split a room.
        NotFound: one of the members cannot read the room.
    """
    for capability in ("room.edit", "room.create"):
        access.require(me, capability)
    return rooms.opened_before(me, client_id) or talk.opened_for(me, room, name, wanted, client_id)


def parts(exchanges: Exchanges) -> list[list[int]]:
    """Lists of at least ten people; those of more than 150 are parted again where they fall into parts."""
    groups = _without_small(graph.communities(exchanges), exchanges)
    if len(groups) < 2:
        return groups
    found = [part for group in groups for part in (_parted(group, exchanges) if len(group) > PAST else [group])]
    return sorted(found, key=lambda group: (-len(group), group))


def _parted(group: list[int], exchanges: Exchanges) -> list[list[int]]:
    people = set(group)
    return parts({pair: times for pair, times in exchanges.items() if people.issuperset(pair)})


def _without_small(groups: list[list[int]], exchanges: Exchanges) -> list[list[int]]:
    """Each small list joined to the one that it talks most with; what talks with none of them is left out."""
    large = [group for group in groups if len(group) >= SMALLEST]
    home = {person: number for number, group in enumerate(large) for person in group}
    for group in (group for group in groups if len(group) < SMALLEST):
        ties = _ties(set(group), home, exchanges)
        if ties:
            large[max(ties, key=lambda number: (ties[number], -number))] += group
    return [sorted(group) for group in large]


def _ties(group: set[int], home: dict[int, int], exchanges: Exchanges) -> dict[int, int]:
    """How much a list talks with each of the large ones."""
    ties: dict[int, int] = {}
    for pair, times in exchanges.items():
        for one, other in (pair, pair[::-1]):
            if one in group and other in home:
                ties[home[other]] = ties.get(home[other], 0) + times
    return ties
