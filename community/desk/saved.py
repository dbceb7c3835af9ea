"""Saving lists of the admin, for oneself or for all moderators of a community."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from community.desk.models import FirstList, SavedList
from community.errors import Conflict, Forbidden, InvalidInput
from community.members.models import Community, User

MOST = 50  # of an account, and of a community


@dataclass(frozen=True)
class Reader:
    """Who works in the admin.

    Attributes:
        communities: in which a role leads the account there.
        speaks: those of them in which no silence holds.
        edits: those of them whose shared lists it may change, whoever saved them.
    """

    user: User
    communities: frozenset[int]
    speaks: frozenset[int]
    edits: frozenset[int]


def visible_to(reader: Reader, page: str) -> QuerySet[SavedList]:
    """One's own and the shared ones, each with `is_first`."""
    own = Q(community=None, user=reader.user)
    first = FirstList.objects.filter(user=reader.user, saved=OuterRef("pk"))
    rows = SavedList.objects.filter(own | Q(community__in=reader.communities), page=page)
    return rows.annotate(is_first=Exists(first)).select_related("community").order_by("name", "pk")


def may_change(reader: Reader, row: SavedList) -> bool:
    return row.user_id == reader.user.pk or row.community_id in reader.edits


@transaction.atomic
def keep(reader: Reader, page: str, name: str, query: str, community: Community | None = None) -> SavedList:
    """Save a list under a name.

    Args:
        community: whose moderators shall see it too.

    Raises:
        Forbidden: `forbidden`, not one's own community.
        Conflict: `saved.taken`.
        InvalidInput: `saved.too_many`.
    """
    if community and community.pk not in reader.speaks:
        raise _forbidden()
    beside = _held(reader.user, community)
    if beside.count() >= MOST:
        raise InvalidInput("saved.too_many", "There are as many saved lists as there can be.", limit=MOST)
    _require_free(beside, page, name)
    return SavedList.objects.create(user=reader.user, community=community, page=page, name=name, query=query)


@transaction.atomic
def rename(reader: Reader, row: SavedList, name: str) -> None:
    """Call it something else; raises `saved.taken`."""
    _require_change(reader, row)
    if row.community_id and row.community_id not in reader.speaks:
        raise _forbidden()
    beside = _held(row.user, row.community)
    _require_free(beside.exclude(pk=row.pk), row.page, name)
    SavedList.objects.filter(pk=row.pk).update(name=name)


def forget(reader: Reader, row: SavedList) -> None:
    _require_change(reader, row)
    SavedList.objects.filter(pk=row.pk).delete()


def put_first(reader: Reader, row: SavedList) -> None:
    """Have it shown whenever somebody opens the page; for themselves alone."""
    FirstList.objects.update_or_create(user=reader.user, page=row.page, defaults={"saved": row})


def put_none_first(reader: Reader, page: str) -> None:
    FirstList.objects.filter(user=reader.user, page=page).delete()


def _held(user: User | None, community: Community | None) -> QuerySet[SavedList]:
    """The lists of a community, or else of an account; two that save at once wait for each other."""
    mine = User.objects.filter(pk__in=[user.pk] if user else [])
    holder: QuerySet = Community.objects.filter(pk=community.pk) if community else mine
    list(holder.select_for_update(no_key=True).values_list("pk", flat=True))
    rows = SavedList.objects.all()
    return rows.filter(community=community) if community else rows.filter(community=None, user=user)


def _require_free(beside: QuerySet[SavedList], page: str, name: str) -> None:
    if beside.filter(page=page, name=name).exists():
        raise Conflict("saved.taken", "A saved list has this name already.")


def _require_change(reader: Reader, row: SavedList) -> None:
    if not may_change(reader, row):
        raise _forbidden()


def _forbidden() -> Forbidden:
    return Forbidden("forbidden", "Your role does not allow this.")
