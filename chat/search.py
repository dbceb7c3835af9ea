"""Messages, as the search reads them."""

from collections.abc import Iterable

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from chat.models import Message, Room
from community.search import index
from community.search.index import Changes, Thing
from community.search.models import Bookmark
from community.text import links

KIND = "message"


def register() -> None:
    index.register(KIND, index.Source(changed, lagging))


def changed(room_id: int, after: int, many: int) -> Changes:
    upto = Room.objects.values_list("rev", flat=True).filter(pk=room_id).first() or 0
    fresh = Message.objects.filter(room=room_id, rev__gt=after, rev__lte=upto).order_by("rev")
    last = next(iter(fresh.values_list("rev", flat=True)[many - 1 : many]), None)
    rows = (fresh if last is None else fresh.filter(rev__lte=last)).select_related("removal")
    return Changes(list(_things(rows)), upto if last is None else last, more=last is not None)


def _things(rows: Iterable[Message]) -> Iterable[Thing]:
    for row in rows:
        is_shown = row.kind == Message.Kind.TEXT and getattr(row, "removal", None) is None
        yield Thing(
            row.pk, row.community_id, row.author_id, row.created_at, row.body if is_shown else None,
            frozenset({"link"} if links(row.body) else ()),
        )  # fmt: skip


def lagging(many: int) -> list[int]:
    bookmark = Bookmark.objects.filter(kind=KIND, place=OuterRef("pk")).values("rev")
    rooms = Room.objects.annotate(read=Coalesce(Subquery(bookmark), 0)).filter(rev__gt=F("read"))
    return list(rooms.order_by("pk").values_list("pk", flat=True)[:many])
