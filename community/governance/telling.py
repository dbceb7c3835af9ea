"""Who hears of votes: everybody on the roll, once when it opens and once when it is decided."""

from collections.abc import Iterable

from community.governance import discussions
from community.governance.models import Proposal, Regency
from community.members.models import Member
from community.notifications import notices


def tell_roll(proposal_id: int) -> None:
    """There is something to vote on."""
    proposal = Proposal.objects.select_related("author").get(pk=proposal_id)
    if proposal.state != Proposal.State.VOTING:
        return
    for member in _voters(proposal):
        invite(member, proposal)


def invite(member: Member, proposal: Proposal) -> None:
    """Somebody may vote; the proposal comes with `author` selected."""
    data = {"proposal": proposal.pk, "title": proposal.title}
    notices.tell(member, "vote_open", key=_open(proposal), actor=proposal.author, data=data)


def tell_result(proposal_id: int) -> None:
    """What came of it: where it was discussed, and to everybody who could vote."""
    proposal = Proposal.objects.select_related("community", "author", "about").get(pk=proposal_id)
    discussions.conclude(proposal)
    notices.withdraw(_open(proposal))
    data = {"proposal": proposal.pk, "title": proposal.title, "state": proposal.state}
    for member in _voters(proposal):
        notices.tell(member, "vote_decided", key=f"vote:{proposal.pk}:decided", data=data)


def tell_regency(regency_id: int) -> None:
    """Everybody hears who stands in for the owner, that the owner is back, or that somebody stands in no more."""
    regency = Regency.objects.select_related("member").get(pk=regency_id)
    state = ("ended" if regency.back_at else "stopped") if regency.ended_at else "began"
    data: dict[str, object] = {"state": state, "title": regency.member.name}
    everybody = Member.objects.present().exclude(user=None).filter(community=regency.community_id)
    for member in everybody.order_by("pk").iterator():
        notices.tell(member, "owner_away", key=f"regency:{regency.pk}:{state}", actor=regency.member, data=data)


def _voters(proposal: Proposal) -> Iterable[Member]:
    lines = proposal.voters.filter(member__left_at=None).select_related("member").order_by("pk")
    return (line.member for line in lines.iterator())


def _open(proposal: Proposal) -> str:
    return f"vote:{proposal.pk}:open"
