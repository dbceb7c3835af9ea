"""The reckoning: what the clients were told and saw, against what stands in the database."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.faults.client import Client
from tests.faults.hearing import Told
from tests.faults.minds import last_acts
from tests.faults.wishes import Act, Draft, Edit, React, Recall


@dataclass(frozen=True)
class Stored:
    """A message as it stands in the database; the words of one that was taken back are nobody's to read."""

    id: int
    room: int
    seq: int
    rev: int
    author: int
    client_id: str
    body: str
    removed: str | None = None
    reactions: tuple[tuple[str, int], ...] = ()

    def as_told(self) -> Told:
        return Told(self.id, self.rev, self.seq, self.client_id, self.body, self.removed, self.reactions)


class Committed(NamedTuple):
    """A message as it was under one of its numbers."""

    seq: int
    client_id: str
    body: str


@dataclass
class Finding:
    """Counts of everything that must not be, with a few examples of each."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def note(self, kind: str, example: object) -> None:
        self.counts[kind] += 1
        if len(self.examples[kind]) < 5:
            self.examples[kind].append(str(example))


KINDS = (
    "lost", "doubled", "unseen", "out_of_order", "unsettled", "untrue", "seen_after_removal", "unread_wrong",
    "misfound",
)  # fmt: skip


def drafts(found: Finding, written: Iterable[Draft], stored: Iterable[Stored]) -> None:
    """Acknowledged is stored, once; refused is not stored; and everybody got an answer."""
    by_client_id: dict[str, list[Stored]] = defaultdict(list)
    for message in stored:
        by_client_id[message.client_id].append(message)
    for draft in written:
        there = by_client_id.get(draft.client_id, [])
        if len(there) > 1 or len(draft.answers) > 1:
            found.note("doubled", draft)
        if draft.answers - {message.id for message in there}:
            found.note("lost", draft)
        if draft.refusal and there:
            found.note("untrue", draft)
        if not draft.settled:
            found.note("unsettled", draft)


def acts(found: Finding, clients: Iterable[Client], stored: Iterable[Stored]) -> None:
    """What somebody was told is changed, is changed, unless they went on to change it again."""
    there = {message.id: message for message in stored}
    for client in clients:
        for act in client.acts:
            if not act.settled:
                found.note("unsettled", act)
        for act in last_acts(client.acts):
            if act.is_granted and not _stands(act, there.get(act.message), client.person.member):
                found.note("lost", act)


def _stands(act: Act, message: Stored | None, member: int) -> bool:
    match act:
        case Edit():
            return message is not None and (message.removed is not None or message.body == act.words)
        case Recall():
            return message is not None and message.removed == "recalled"
        case React():
            return message is not None and ((act.words, member) in message.reactions) == act.stays
    raise TypeError(act)


def order(found: Finding, written: Iterable[Draft], stored: Iterable[Stored]) -> None:
    """Places are dense, and each author's posts stand in the order in which they were written."""
    numbers = {draft.client_id: number for number, draft in enumerate(written)}
    rooms: dict[int, list[Stored]] = defaultdict(list)
    for message in stored:
        rooms[message.room].append(message)
    for room, messages in rooms.items():
        messages.sort(key=lambda message: message.seq)
        if [message.seq for message in messages] != list(range(1, len(messages) + 1)):
            found.note("out_of_order", f"The places of room {room} are not dense.")
        said: dict[int, int] = {}
        for message in messages:
            number = numbers.get(message.client_id, 0)
            if number < said.get(message.author, 0):
                found.note("out_of_order", message)
            said[message.author] = number


def mirrors(found: Finding, clients: Iterable[Client], stored: Iterable[Stored]) -> None:
    """Everybody who is still there has just what is stored, each message once, at its place."""
    truth: dict[int, dict[int, Told]] = defaultdict(dict)
    for message in stored:
        truth[message.room][message.id] = message.as_told()
    for client in clients:
        rows = client.mirror.messages
        seen = {pk: Told.of(row) for pk, row in rows.items()}
        there = truth[client.person.room]
        for pk in there.keys() - seen.keys():
            found.note("unseen", f"{pk} by {client.person.name}")
        for pk in seen.keys() - there.keys():
            found.note("untrue", f"{client.person.name} holds {rows[pk]}")
        for pk in seen.keys() & there.keys():
            if seen[pk] != there[pk]:
                found.note("out_of_order", f"{client.person.name} holds {seen[pk]} for {there[pk]}")


def deliveries(found: Finding, clients: Iterable[Client], ledger: Mapping[tuple[int, int], Committed]) -> None:
    """Whatever anybody was ever told was true when it was said; and no event came twice over one connection.

    Args:
        ledger: each message by its id and each number that it ever had.
    """
    for client in clients:
        for stay in client.stays:
            for told in stay.told:
                _compare_told(found, client, told, ledger.get((told.id, told.rev)))
            for (_, rev), times in stay.events.items():
                if times > 1:
                    found.note("doubled", f"{times} times number {rev} to {client.person.name}")


def _compare_told(found: Finding, client: Client, told: Told, truth: Committed | None) -> None:
    if truth is None:
        found.note("untrue", f"{client.person.name} was told {told}")
    elif (told.seq, told.client_id) != (truth.seq, truth.client_id) or told.body != (
        "" if told.removed else truth.body
    ):
        found.note("out_of_order", f"{client.person.name} was told {told} for {truth}")


def removed(found: Finding, clients: Iterable[Client], last: Mapping[int, Sequence[int]]) -> None:
    """Between a removal and being asked back in, nobody is told of what was committed after the removal.

    Args:
        last: of each member the last number of the room before each of their removals.
    """
    for client in clients:
        for stay, upto in zip(client.stays, last.get(client.person.member, ()), strict=False):
            for told in stay.told:
                if told.rev > upto:
                    found.note("seen_after_removal", f"{told} by {client.person.name}")


def unread(found: Finding, clients: Iterable[Client], told: Mapping[int, dict[str, int]], last: Mapping[int, int]):
    """What the room list says is the arithmetic, and what was read stays read.

    Args:
        told: `mine` of each member, as the site says it.
        last: the last place of each room.
    """
    for client in clients:
        mine = told[client.person.member]
        if mine["unread"] != last[client.person.room] - mine["read_seq"] or mine["read_seq"] < client.read_seq:
            found.note("unread_wrong", f"{client.person.name}: {mine} in a room of {last[client.person.room]}")


def search(found: Finding, misfound: Iterable[int]) -> None:
    """What the search has read, it finds; and nothing else."""
    for pk in misfound:
        found.note("misfound", pk)
