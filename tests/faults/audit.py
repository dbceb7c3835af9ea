"""The reckoning: what the clients were told and saw, against what stands in the database."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.faults.client import Client, Draft


@dataclass(frozen=True)
class Stored:
    """A message as it stands in the database."""

    id: int
    room: int
    seq: int
    rev: int
    author: int
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


def order(found: Finding, stored: Iterable[Stored]) -> None:
    """Places are dense, and each author's posts stand in the order in which they were written."""
    rooms: dict[int, list[Stored]] = defaultdict(list)
    for message in stored:
        rooms[message.room].append(message)
    for room, messages in rooms.items():
        messages.sort(key=lambda message: message.seq)
        if [message.seq for message in messages] != list(range(1, len(messages) + 1)):
            found.note("out_of_order", f"The places of room {room} are not dense.")
        said: dict[int, int] = {}
        for message in messages:
            number = int(message.body.split()[0])
            if number < said.get(message.author, 0):
                found.note("out_of_order", message)
            said[message.author] = number


def mirrors(found: Finding, clients: Iterable[Client], stored: Iterable[Stored]) -> None:
    """Everybody who is still there has just what is stored, each message once, at its place."""
    truth: dict[int, dict[int, tuple[Any, ...]]] = defaultdict(dict)
    for message in stored:
        truth[message.room][message.id] = (message.seq, message.rev, message.client_id, message.body)
    for client in clients:
        rows = client.mirror.messages
        seen = {pk: (row["seq"], row["rev"], row["client_id"], row["body"]) for pk, row in rows.items()}
        there = truth[client.person.room]
        for pk in there.keys() - seen.keys():
            found.note("unseen", f"{pk} by {client.person.name}")
        for pk in seen.keys() - there.keys():
            found.note("untrue", f"{client.person.name} holds {rows[pk]}")
        for pk in seen.keys() & there.keys():
            if seen[pk] != there[pk]:
                found.note("out_of_order", f"{client.person.name} holds {seen[pk]} for {there[pk]}")


def removed(found: Finding, clients: Iterable[Client], last_seen: Mapping[int, int]) -> None:
    """Nobody has seen a message that was committed after they were removed.

    Args:
        last_seen: of each removed member, the last place that was taken before.
    """
    for client in clients:
        if client.person.member not in last_seen:
            continue
        for pk, seq in client.raw.items():
            if seq > last_seen[client.person.member]:
                found.note("seen_after_removal", f"{pk} at {seq} by {client.person.name}")


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
