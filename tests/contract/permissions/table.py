"""The whole table: all rows, all worlds, and what each of them says is answered to whom."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

from community.governance import phases
from tests.contract.permissions import of_accounts, of_board, of_joining, of_members, of_order, of_rooms, of_votes
from tests.contract.permissions.rows import MIXED, PHASES, SIGNED_IN, Row
from tests.contract.permissions.stage import ALL, EVERYBODY, SIGNED_OUT

SUBJECTS = (of_accounts, of_members, of_joining, of_order, of_rooms, of_board, of_votes)
ROWS: list[Row] = [row for subject in SUBJECTS for row in subject.ROWS]
NO_SANCTION = "none"
SANCTIONS = (NO_SANCTION, "notice", "mute", "silence", "ban")
SANCTIONED = tuple(who for who in EVERYBODY if who in ALL - {"owner"})  # nobody is above the owner


@dataclass(frozen=True)
class World:
    """In which phase a community is, and what was imposed on everybody in it but the owner."""

    phase: str
    sanction: str


WORLDS = [World(phase, sanction) for sanction, phase in product(SANCTIONS, PHASES)]
PLAIN = World(MIXED, NO_SANCTION)
WHOLE = os.environ.get("WHOLE_MATRIX") == "1"
SILENCED, MUTED, BANNED = (403, "member.silenced"), (403, "member.muted"), (403, "member.banned")
BY_VOTE, OVER = (403, "governance.by_vote"), (409, "")


Told = TypeVar("Told")


@dataclass(frozen=True)
class Answer:
    """What may be answered: one of the statuses, and where a code is named, this one."""

    statuses: frozenset[int]
    code: str = ""

    def fits(self, status: int, code: str) -> bool:
        return status in self.statuses and (not self.code or code == self.code)


def expected(row: Row, who: str, world: World) -> Answer:
    """What the table says: this one function, for every row, role, phase and sanction."""
    if world.sanction == "ban" and who in SANCTIONED:
        return _outside(row, who)
    if who not in row.allowed:
        return _refused(row, who)
    if world.sanction == "silence" and who in SANCTIONED and who not in row.quiet:
        return _told(SILENCED)
    if world.sanction == "mute" and who in SANCTIONED and row.in_room:
        return _told(MUTED)
    if row.by_vote in phases.BY_VOTE[world.phase]:
        return _told(BY_VOTE)
    return Answer(frozenset({row.served})) if world.phase in row.only_in else _told(OVER)


def turns_on_phase(row: Row) -> bool:
    """Whether the table says something else of it in one phase than in another."""
    return bool(row.by_vote) or set(row.only_in) != set(PHASES)


def _told(answer: tuple[int, str]) -> Answer:
    return Answer(frozenset({answer[0]}), answer[1])


def _refused(row: Row, who: str) -> Answer:
    if who in ALL:
        return Answer(row.refused)
    return Answer(row.refused | {401} if who == SIGNED_OUT else (row.refused | {404}) - {403})


def _outside(row: Row, who: str) -> Answer:
    """Whoever is suspended is a stranger who is told so at the ways in."""
    if row.way_in:
        return _told(BANNED)
    if row.allowed >= SIGNED_IN or (who in row.allowed and row.at_the_door):
        return Answer(frozenset({row.served}))
    return Answer((row.refused | {404}) - {403})


def tried(row: Row, world: World) -> list[str]:
    """Who tries a row in a world: everybody in the plain one, and in all of them with `make matrix`.

    In the others one role in turn; and wherever the phase changes what is answered, else in one of the phases, of all
    who are to be answered alike the one at the edge of the table: the highest who is refused, and the least who is
    served unless it was somebody's turn who is.
    """
    there = SANCTIONED if world.sanction != NO_SANCTION else EVERYBODY
    if world == PLAIN or WHOLE:
        return list(there)
    turn = there[(WORLDS.index(world) + ROWS.index(row)) % len(there)]
    if world.phase != MIXED and not turns_on_phase(row):
        return [turn]
    says = {who: expected(row, who, world) for who in there}
    edges = at_the_edges(says, lambda answer: answer.fits(row.served, ""))
    if says[turn].fits(row.served, ""):
        edges[says[turn]] = turn
    return [who for who in there if who == turn or who in edges.values()]


def at_the_edges(says: Mapping[str, Told], is_served: Callable[[Told], bool]) -> dict[Told, str]:
    """By answer the one at the edge of the table: the highest who is refused so, or the least who is served."""
    edges: dict[Told, str] = {}
    for who, answer in says.items():
        if is_served(answer) or answer not in edges:
            edges[answer] = who
    return edges
