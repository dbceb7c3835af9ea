"""Who vouches for a community at its door: those who welcome people and say so, and whoever invited the reader."""

from dataclasses import dataclass

from django.db.models import Case, Q, Value, When

from community import access
from community.members.models import Community, Invitation, Member

SHOWN = 8


@dataclass(frozen=True)
class Voucher:
    """Somebody whose name stands on the door.

    Attributes:
        invites: whether the reader came by their invitation.
    """

    member: Member
    invites: bool


def of(community: Community, invitation: Invitation | None = None) -> list[Voucher]:
    """Whoever invited the reader, then by rank those who let strangers read their name."""
    roles = sorted(access.CAPABILITIES["newcomer.greet"], key=access.RANK.__getitem__)
    host = invitation.by_id if invitation else None
    rank = Case(
        When(pk=host, then=Value(-1)), *(When(role=role, then=Value(place)) for place, role in enumerate(roles))
    )
    shown = Q(vouches=True, role__in=roles) | Q(pk=host)
    rows = Member.objects.present().filter(shown, community=community, user__isnull=False)
    return [Voucher(row, row.pk == host) for row in rows.annotate(rank=rank).order_by("rank", "pk")[:SHOWN]]
