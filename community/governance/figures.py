"""The numbers that justify moving on: do the members carry the talk and the order by themselves?"""

from datetime import datetime, timedelta

from django.db.models import Q

from community.access import CAPABILITIES, Role
from community.activity import measures
from community.clock import now
from community.governance.models import Proposal, Regency
from community.governance.shapes import PhaseFigure
from community.members.models import Member
from community.moderation.models import Case

WITHIN = timedelta(days=90)
ENOUGH = {"talk": 50, "reports": 50, "absences": 1, "votes": 3, "turnout": 30}
FEWEST = 5  # reports or messages below which a share says nothing
_WITHOUT_OFFICE = frozenset(Role) - CAPABILITIES["room.create"]


def of(community_id: int) -> list[PhaseFigure]:
    since = now() - WITHIN
    votes = _votes(community_id, since)
    found = {
        "talk": _talk(community_id, since),
        "reports": _reports(community_id, since),
        "absences": Regency.objects.filter(community=community_id, back_at__gte=since).count(),
        "votes": len(votes),
        "turnout": _percent(sum(turnout for turnout, _ in votes), sum(roll for _, roll in votes), fewest=1),
    }
    return [
        PhaseFigure(name=name, value=value, enough=ENOUGH[name], reached=value is not None and value >= ENOUGH[name])
        for name, value in found.items()
    ]


def _talk(community_id: int, since: datetime) -> int | None:
    """The share of what was said, in rooms and on the board, by members who hold no office today."""
    part = whole = 0
    for author, said in measures.lately("said", community_id, since):
        said = said.exclude(**{f"{author}__user": None})
        part += said.filter(**{f"{author}__role__in": _WITHOUT_OFFICE}).count()
        whole += said.count()
    return _percent(part, whole, fewest=FEWEST)


def _reports(community_id: int, since: datetime) -> int | None:
    """The share of reports that members settled who do not own the community, or a vote or a jury of theirs."""
    settled = Case.objects.filter(community=community_id, settled_at__gte=since)
    others = Member.objects.filter(community=community_id).exclude(role=Role.OWNER).exclude(user=None).values("user")
    by_members = settled.filter(Q(settled_by__in=others) | Q(settled_by=None))
    return _percent(by_members.count(), settled.count(), fewest=FEWEST)


def _votes(community_id: int, since: datetime) -> list[tuple[int, int]]:
    rows = Proposal.objects.filter(community=community_id, closed_at__gte=since).exclude(opened_at=None)
    return list(rows.values_list("turnout", "roll"))


def _percent(part: int, whole: int, *, fewest: int) -> int | None:
    return part * 100 // whole if whole >= fewest else None
