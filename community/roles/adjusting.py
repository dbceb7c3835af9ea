"""Who may do what in one community, where it differs from the one table.

Each process keeps what it needs and asks every few seconds whether it changed: asking for a capability costs no query.
"""

import time
from collections.abc import Mapping
from threading import Lock

from cachetools import LRUCache
from django.db import transaction

from community import access
from community.access import Role
from community.clock import now
from community.errors import InvalidInput
from community.members.models import Community
from community.moderation import audit
from community.moderation.audit import Moderator
from community.roles.models import Adjustment

LASTS = 5.0  # seconds
Least = Mapping[str, Role]

_kept: LRUCache[int, tuple[float, Least]] = LRUCache(5_000)
_lock = Lock()


def of(community_id: int) -> Least:
    """From which role on members of a community hold what is adjusted there."""
    with _lock:
        kept = _kept.get(community_id)
    if kept is None or kept[0] < time.monotonic():
        kept = (time.monotonic() + LASTS, _look(community_id))
        with _lock:
            _kept[community_id] = kept
    return kept[1]


@transaction.atomic
def adjust(by: Moderator, community: Community, capability: str, least: Role | None) -> None:
    """Have members from a role on hold a capability; with None, those who usually do.

    Raises:
        Forbidden: `forbidden`.
        InvalidInput: `input.invalid` for a capability that is not a community's to give, or for onlookers.
    """
    by.require("community.edit")
    if capability not in access.ADJUSTABLE:
        raise InvalidInput("input.invalid", "This is not yours to give.", fields={"capability": "unknown"})
    if least == Role.ONLOOKER:
        raise InvalidInput("input.invalid", "Onlookers look on.", fields={"least": "unknown"})
    if _put(by, community, capability, least):
        audit.record(by, "adjust role", community, community.pk, None, capability=capability, least=least)
    transaction.on_commit(forget)


def forget() -> None:
    """Look at every community afresh."""
    with _lock:
        _kept.clear()


def _put(by: Moderator, community: Community, capability: str, least: Role | None) -> bool:
    """Write it; of two who want the same at once, the second changes nothing."""
    rows = Adjustment.objects.filter(community=community, capability=capability)
    if least is None:
        return bool(rows.delete()[0])
    told = {"least": least, "by": by.member, "staff": by.staff, "at": now()}
    _, is_new = Adjustment.objects.get_or_create(community=community, capability=capability, defaults=told)
    return is_new or bool(rows.exclude(least=least).update(**told))


def _look(community_id: int) -> Least:
    """What is no community's to give any more, or no role, counts for nothing."""
    rows = Adjustment.objects.filter(community=community_id, capability__in=access.ADJUSTABLE)
    return {name: Role(least) for name, least in rows.values_list("capability", "least") if least != Role.ONLOOKER}
