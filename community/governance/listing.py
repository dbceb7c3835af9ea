"""Proposals as their readers see them."""

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from community import access
from community.clock import now
from community.governance import lending, surveys
from community.governance.models import Proposal, Voter
from community.governance.shapes import BallotShape, MotionPage, MotionShape, MyVote
from community.governance.tally.lending import Fate
from community.members.models import Member
from community.members.shapes import MemberRef

PAGE = 30
BALLOTS = 500
State = Proposal.State
_OPEN = (State.DISCUSSION, State.VOTING)


def listed(member: Member, after: int | None, *, opened: bool) -> list[Any]:
    """Those of a community that are open, or those that are over; the newest first, one more than a page."""
    rows = _rows().filter(community=member.community_id)
    rows = rows.filter(state__in=_OPEN) if opened else rows.exclude(state__in=_OPEN)
    if after:
        rows = rows.filter(pk__lt=after)
    return list(rows.order_by("-pk")[: PAGE + 1])


def row(proposal: Any) -> MotionShape:
    return MotionShape.of(proposal, proposal.cast)


def one(member: Member, proposal_id: int) -> MotionPage:
    """All that a member sees of a proposal: a fixed number of queries."""
    proposal: Any = _rows().get(pk=proposal_id)
    line = Voter.objects.filter(proposal=proposal, member=member).first()
    asked = surveys.is_asked(proposal, member)
    amendments = list(proposal.amendments.select_related("by").order_by("pk"))
    return MotionPage.page(
        proposal,
        proposal.cast,
        versions=list(proposal.versions.select_related("by").order_by("number")),
        amendments=amendments,
        candidates=list(proposal.candidates.select_related("member").order_by("pk")),
        people=_people(proposal, [proposal.data, *(one.data for one in amendments)]),
        mine=_mine(proposal, line, asked=asked),
        can=_can(member, proposal, on_roll=asked or line is not None),
    )


def _people(proposal: Proposal, told: list[dict[str, Any]]) -> list[Member]:
    """Whom a proposal and its amendments are on, where that may be several."""
    ids = {pk for data in told for pk in data.get("members", ())}
    return list(Member.objects.filter(community=proposal.community_id, pk__in=ids).order_by("pk")) if ids else []


def cast(proposal: Proposal, after: str) -> list[BallotShape]:
    """The ballots of a vote that is over, one more than a page, by their marks; of an open one by lines of the roll."""
    if proposal.is_open() or proposal.opened_at is None:
        return []
    if proposal.secret:
        marks = [(mark, choice) for mark, choice in sorted(proposal.urn.ballots.items()) if mark > after]
        return [_ballot(mark, "", choice) for mark, choice in marks[: BALLOTS + 1]]
    weight = 1 + Count("carried", filter=Q(carried__fate=Fate.COUNTED))
    rows = proposal.voters.filter(Q(voted=True) | Q(lent__isnull=False)).annotate(weight=weight)
    if after.isdigit():
        rows = rows.filter(pk__gt=int(after))
    return [
        _open_ballot(line) for line in rows.select_related("member", "lent__to__member").order_by("pk")[: BALLOTS + 1]
    ]


def _open_ballot(line: Any) -> BallotShape:
    if line.voted:
        return _ballot(str(line.pk), line.member.name, line.choice, line.weight)
    lent = line.lent
    return BallotShape(
        mark=str(line.pk), voter=line.member.name, choice=[], weight=0,
        lent_to=str(lent.to_id), to=lent.to.member.name, fate=lent.fate,
    )  # fmt: skip


def _ballot(mark: str, voter: str, choice: list[str], weight: int = 1) -> BallotShape:
    return BallotShape(mark=mark, voter=voter, choice=choice, weight=weight, lent_to="", to="", fate="")


def _rows() -> QuerySet[Proposal]:
    """With the number of those who have voted so far."""
    voted = Voter.objects.filter(proposal=OuterRef("pk"), voted=True).order_by().values("proposal")
    counted = voted.annotate(number=Count("pk")).values("number")
    return Proposal.objects.select_related("author", "about").annotate(cast=Coalesce(Subquery(counted), 0))


def _can(member: Member, proposal: Proposal, *, on_roll: bool) -> list[str]:
    """What the reader may do to it now."""
    own, writes = member.pk == proposal.author_id, access.can(member, "proposal.create")
    discussed = proposal.state == State.DISCUSSION
    voting = proposal.state == State.VOTING and proposal.closes_at is not None and proposal.closes_at > now()
    ready = discussed and proposal.discussed_until <= now()
    found = {
        "amend": discussed and own,
        "withdraw": discussed and own,
        "offer": discussed and not own and writes,
        "stand": discussed and proposal.kind == "election" and writes,
        "open": ready and (own or access.can(member, "proposal.open")),
        "vote": voting and on_roll and access.can(member, "proposal.vote"),
    }
    return [name for name, allowed in found.items() if allowed]


def _mine(proposal: Proposal, line: Voter | None, *, asked: bool) -> MyVote:
    if line is None:
        return MyVote(on_roll=asked, voted=False, choice=None, lent_to=None)
    to = lending.lent_to(line.member_id, proposal.kind) if proposal.lending and proposal.is_open() else None
    lent_to = MemberRef.of(to) if to else None
    return MyVote(on_roll=True, voted=line.voted, choice=line.choice, lent_to=lent_to)
