"""Who may vote, and on what: fixed when the vote opens. A survey alone has a roll that grows (`surveys`)."""

from datetime import timedelta

from django.db.models import QuerySet

from community.access import CAPABILITIES
from community.clock import now
from community.governance.models import Proposal, Urn, Voter
from community.governance.tally import ties
from community.governance.tally.shares import OPTIONS
from community.members.models import Member

_YES_OR_NO = (Proposal.Method.MAJORITY, Proposal.Method.TWO_THIRDS)


def draw_up(proposal: Proposal, days: int) -> tuple[str, int]:
    """Write down everybody who may vote; gives the seed that decides ties, and how many they are.

    Those are present, have an account and a role that votes, and came at least some days ago. Who is suspended is not
    present; who comes back or joins later is not on it.
    """
    there = people(proposal.community_id).filter(joined_at__lte=now() - timedelta(days=days))
    ids = list(there.order_by("pk").values_list("pk", flat=True))
    write(proposal, ids)
    if proposal.secret:
        Urn.objects.create(proposal=proposal)
    return ties.seed(proposal.pk, ids), len(ids)


def people(community_id: int) -> QuerySet[Member]:
    """Those who are present, with an account and a role that votes."""
    there = Member.objects.present().exclude(user=None)
    return there.filter(community=community_id, role__in=CAPABILITIES["proposal.vote"])


def write(proposal: Proposal, ids: list[int]) -> None:
    Voter.objects.bulk_create([Voter(proposal=proposal, member_id=pk) for pk in ids], batch_size=1000)


def options(proposal: Proposal) -> list[dict[str, str]]:
    """What is chosen from, each with the key that ballots name."""
    if proposal.kind == "election":
        standing = proposal.candidates.select_related("member").order_by("pk")
        return [{"key": str(one.member_id), "name": one.member.name} for one in standing]
    if proposal.method in _YES_OR_NO:
        return [{"key": key, "name": ""} for key in OPTIONS]
    return proposal.options
