"""Proving that an audit is whole: its rows are a chain, and a row that was changed, taken out or put in breaks it.

The database seals each entry when it is committed: SHA-256 over the seal of the entry before it and all that the entry
says. Here the seals are reckoned anew. What people said in an entry stands beside it, and a salted hash of it inside:
such words may go, for their author's sake, and are proven unchanged for as long as they are there. Who can write to the
database past its guards could reckon all of them anew too; therefore a head that was noted elsewhere is held against
the chain as well.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import connection

from community.members.models import Community
from community.moderation.models import AuditSeal
from community.moderation.models.audit import digest

MOST = 20  # faults that are told one by one

_CHAIN = """
    SELECT entry.id, CASE WHEN entry.id IS NOT NULL THEN moderation_audit_words(entry) END,
        entry.data->'sealed', (
            SELECT jsonb_agg(jsonb_build_array(words.field, words.salt, words.text))
            FROM moderation_auditwords words WHERE words.entry_id = entry.id
        ), seal.place, seal.before, seal.seal
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
        faults: what breaks it and where. At a place: `changed`; `reworded`, what somebody said in it was changed or put
            in; `missing`, the entry is gone; `severed`, it does not follow the one before it; `unknown`, the noted head
            is not there. An entry's number: `unsealed`.
        removed: of how many entries words were taken away.
    """

    head: Head
    removed: int = 0
    faults: list[tuple[str, int]] = field(default_factory=list)


def head(community_id: int, before: datetime) -> Head:
    """Where the chain ended at a moment, for members to note: it is proven against it later."""
    seals = AuditSeal.objects.filter(community=community_id, entry__at__lt=before)
    last = seals.order_by("-place").first()
    return Head(last.place, last.seal) if last else Head(0, "")


def prove(community: Community, known: Head | None = None) -> Proof:
    """Reckon a community's chain anew, and look for a head that was noted before."""
    last, faults, found, removed = Head(0, ""), [], known is None or known.entries == 0, 0
    for entry, words, seals, said, place, before, seal in _rows(community):
        if place is None:
            faults.append(("unsealed", entry))
            continue
        broken = list(_faults(last, words, place, before, seal))
        if not broken and _is_reworded(seals, said):
            broken = ["reworded"]
        faults += ((fault, place) for fault in broken)
        removed += len(seals) > len(said)
        last = Head(place, seal)
        found = found or last == known
    if known and not found:
        faults.append(("unknown", known.entries))
    return Proof(last, removed, faults)


def _faults(last: Head, words: str | None, place: int, before: str, seal: str) -> Iterator[str]:
    if words is None:
        yield "missing"
    elif seal != sha256((before + words).encode()).hexdigest():
        yield "changed"
    if place != last.entries + 1 or before != last.seal:
        yield "severed"


def _is_reworded(seals: dict[str, str], said: list[tuple[str, str, str]]) -> bool:
    """Whether something stands there that the entry knows nothing of. Nothing is said of what does not."""
    return any(seals.get(field) != digest(salt, text) for field, salt, text in said)


def _rows(community: Community) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_CHAIN, [community.pk])
        while rows := cursor.fetchmany(1000):
            for entry, words, seals, said, *seal in rows:
                yield entry, words, json.loads(seals or "{}"), json.loads(said or "[]"), *seal
