"""Proving that an audit is whole: its rows are a chain, and a row that was changed, taken out or put in breaks it.

The database seals each entry when it is committed: SHA-256 over the seal of the entry before it and all that the entry
says. Here the seals are reckoned anew. Who can write to the database past its guards could reckon all of them anew too;
therefore a head that was noted elsewhere is held against the chain as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db import connection

from community.members.models import Community

MOST = 20  # faults that are told one by one

_CHAIN = """
    SELECT entry.id, CASE WHEN entry.id IS NOT NULL THEN moderation_audit_words(entry) END,
        seal.place, seal.before, seal.seal
    FROM moderation_auditseal seal FULL JOIN moderation_auditentry entry ON entry.id = seal.entry_id
    WHERE coalesce(seal.community_id, entry.community_id) = %s
    ORDER BY seal.place NULLS LAST, entry.id
"""


@dataclass(frozen=True)
class Head:
    """The last entry of a chain, as it was noted: how many there were, and its seal."""

    entries: int
    seal: str


@dataclass
class Proof:
    """What became of reckoning a chain anew.

    Attributes:
        head: where it ends.
        faults: what breaks it and where. At a place: `changed`; `missing`, the entry is gone; `severed`, it does not
            follow the one before it; `unknown`, the noted head is not there. An entry's number: `unsealed`.
    """

    head: Head
    faults: list[tuple[str, int]] = field(default_factory=list)


def prove(community: Community, known: Head | None = None) -> Proof:
    """Reckon a community's chain anew, and look for a head that was noted before."""
    last, faults, found = Head(0, ""), [], known is None or known.entries == 0
    for entry, words, place, before, seal in _rows(community):
        if place is None:
            faults.append(("unsealed", entry))
            continue
        faults += ((fault, place) for fault in _faults(last, words, place, before, seal))
        last = Head(place, seal)
        found = found or last == known
    if known and not found:
        faults.append(("unknown", known.entries))
    return Proof(last, faults)


def _faults(last: Head, words: str | None, place: int, before: str, seal: str) -> Iterator[str]:
    if words is None:
        yield "missing"
    elif seal != sha256((before + words).encode()).hexdigest():
        yield "changed"
    if place != last.entries + 1 or before != last.seal:
        yield "severed"


def _rows(community: Community) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_CHAIN, [community.pk])
        while rows := cursor.fetchmany(1000):
            yield from rows
