"""Searching: what a member may read of what fits their words."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

from django.db.models import Q

from community.errors import InvalidInput
from community.members.models import Member
from community.search import finding
from community.search.query import Query, parse
from community.search.shapes import Hit
from community.search.sources import KINDS
from community.text import folded

PAGE = 30  # hits
PEOPLE = 50  # of one name
_MYSELF = {"me", "我"}
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def page(member: Member, text: str, after: str = "") -> tuple[list[Hit], str | None]:
    """One page of what was found, the newest first, and the cursor of the next.

    Every hit is looked at once more before it is shown, so a page may hold fewer than there were entries.

    Raises:
        InvalidInput: `search.*` for words that cannot be understood, `input.invalid` for a cursor that is none.
    """
    if not text.strip():
        return [], None
    query = parse(text)
    entries = finding.find(query, _limits(member, query, after), PAGE + 1)
    more = _cursor(entries[PAGE - 1]) if len(entries) > PAGE else None
    return _shown(member, query, entries[:PAGE]), more


def _limits(member: Member, query: Query, after: str) -> finding.Limits:
    places = {kind.places: kind.places(member, query.places) for kind in KINDS.values()}
    where = [finding.Place(name, places[kind.places]) for name, kind in KINDS.items()]
    authors = _people(member, query.authors) if query.authors else None
    zone = member.user.timezone if member.user else "UTC"
    return finding.Limits(member.community_id, where, authors, zone, _place(after) if after else None)


def _people(member: Member, names: list[str]) -> list[int]:
    """Those who are called so, or whose name begins so; `me` is who asks."""
    wanted = Q(pk__in=[])
    for name in map(folded, names):
        wanted |= (
            Q(pk=member.pk) if name in _MYSELF else Q(folded_name__startswith=name) | Q(user__username__iexact=name)
        )
    people = Member.objects.filter(wanted, community=member.community_id)
    return list(people.order_by("pk").values_list("pk", flat=True)[:PEOPLE])


def _shown(member: Member, query: Query, entries: list[finding.Entry]) -> list[Hit]:
    by_kind: dict[str, list[int]] = defaultdict(list)
    for entry in entries:
        by_kind[entry.kind].append(entry.object_id)
    hits = {kind: KINDS[kind].hits(member, ids, query) for kind, ids in by_kind.items()}
    found = [hits[entry.kind].get(entry.object_id) for entry in entries]
    return [hit for hit in found if hit is not None]


def _cursor(entry: finding.Entry) -> str:
    return f"{(entry.at - _BEGINNING) // timedelta(microseconds=1)}.{entry.id}"


def _place(cursor: str) -> tuple[datetime, int]:
    try:
        moment, pk = map(int, cursor.split("."))
        return _BEGINNING + timedelta(microseconds=moment), min(pk, 2**62)
    except (ValueError, OverflowError):
        raise InvalidInput("input.invalid", "This is not a cursor of ours.", fields={"after": "unknown"}) from None
