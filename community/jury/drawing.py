"""The draw, so that whoever was in it can check it afterwards.

When it is drawn, SHA-256 of `SEED:1,2,3` is published: the seed, a colon, and the ids of all who could be drawn, sorted
and with commas between. When it is over, so are the seed and the ids. The order is that of SHA-256 of `SEED:ID`, the
smallest first; where two are the same, that of the ids as texts.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import timedelta
from hashlib import sha256

from django.db.models import Q, QuerySet

from community import clock
from community.access import CAPABILITIES
from community.clock import now
from community.governance.tally import ties
from community.jury.models import Juror
from community.members.models import Member
from community.moderation.models import Sanction

ACTIVE = timedelta(days=14)  # since the last visit
CLEAN = timedelta(days=90)  # since the last sanction
REST = timedelta(days=30)  # since somebody sat on a jury


def new_seed() -> str:
    """256 bits of the system's own randomness."""
    return f"{secrets.SystemRandom().getrandbits(256):064x}"


def commitment(seed: str, pool: Iterable[int]) -> str:
    return sha256(f"{seed}:{','.join(map(str, sorted(pool)))}".encode()).hexdigest()


def order(seed: str, pool: Sequence[int]) -> list[int]:
    places = ties.places(seed, map(str, pool))
    return sorted(pool, key=lambda pk: places[str(pk)])


def pool(community_id: int, days: int) -> list[int]:
    """All who can be drawn, whatever the case: the list is published, and must not tell who has to do with one.

    Args:
        days: in the community, before somebody judges; as many as before somebody votes.
    """
    here = fit(Member.objects.filter(community=community_id))
    people = here.filter(
        joined_at__lte=now() - timedelta(days=days), last_seen_on__gte=clock.today("UTC") - ACTIVE
    ).exclude(level=Member.Level.NEWCOMER)
    served = Juror.objects.filter(accepted_at__gt=now() - REST, trial__community=community_id).values("member")
    return list(people.exclude(pk__in=served).order_by("pk").values_list("pk", flat=True))


def fit(members: QuerySet[Member]) -> QuerySet[Member]:
    """Those of some members who could judge today: present, with a role that may, and under no sanction."""
    recent = Sanction.objects.filter(lifted_at=None).exclude(grade=Sanction.Grade.NOTICE)
    barred = recent.filter(Q(at__gt=now() - CLEAN) | Q(until=None) | Q(until__gt=now())).values("member")
    return (
        members.filter(left_at=None, user__is_active=True, role__in=CAPABILITIES["jury.serve"])
        .exclude(silence__until__gt=now())
        .exclude(pk__in=barred)
    )
