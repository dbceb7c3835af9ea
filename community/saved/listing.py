"""What somebody saved, as it may be shown to them now."""

from collections import defaultdict
from collections.abc import Iterable

from community.members.models import Member
from community.saved.models import Saved
from community.saved.shapes import SavedShape
from community.search.query import Query
from community.search.shapes import Hit
from community.search.sources import KINDS

PAGE = 30


def page(member: Member, after: int | None) -> tuple[list[SavedShape], str | None]:
    """One page, what was saved last first, and the cursor of the next."""
    rows = Saved.objects.filter(member=member).order_by("-pk")
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows[: PAGE + 1])
    shown = things(member, found[:PAGE])
    more = str(found[PAGE - 1].pk) if len(found) > PAGE else None
    return [SavedShape.of(row, shown.get(row.key)) for row in found[:PAGE]], more


def keys(member: Member) -> list[str]:
    return [row.key for row in Saved.objects.filter(member=member).order_by("-pk")]


def things(member: Member, rows: Iterable[Saved]) -> dict[str, Hit]:
    """By key, what the member may read of these at this moment: one question for each kind."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row.object_id)
    shown = {kind: KINDS[kind].hits(member, ids, Query()) for kind, ids in by_kind.items()}
    return {f"{kind}:{pk}": hit for kind, hits in shown.items() for pk, hit in hits.items()}
