from community.errors import NotFound
from community.governance import (
    ballots,
    candidates,
    charters,
    figures,
    listing,
    phases,
    proposals,
    shapes,
    steps,
)
from community.governance.kinds.charter import EditCharter
from community.governance.models import Regency
from community.http import Endpoint, whole_number
from community.members.communities import member_of
from community.members.shapes import MemberRef
from community.shapes import page


class ProposalsView(Endpoint):
    def get(self, request, slug):
        me = member_of(request.user, slug)
        opened = request.query_params.get("over") != "1"
        found = listing.listed(me, whole_number(request, "after"), opened=opened)
        more = str(found[listing.PAGE - 1].pk) if len(found) > listing.PAGE else None
        return page([listing.row(one) for one in found[: listing.PAGE]], more)

    def post(self, request, slug):
        wanted = shapes.NewMotion.parse(request.data)
        me = member_of(request.user, slug)
        told = wanted.kind, wanted.title, wanted.words, wanted.data
        return listing.one(me, proposals.propose(me, *told, client_id=wanted.client_id).pk)


class ProposalView(Endpoint):
    def get(self, request, pk):
        proposal, me = proposals.seen_by(request.user, pk)
        return listing.one(me, proposal.pk)

    def patch(self, request, pk):
        wanted = shapes.EditMotion.parse(request.data)
        proposal, me = proposals.seen_by(request.user, pk)
        proposals.amend(me, proposal, wanted.title, wanted.words, wanted.data)
        return listing.one(me, pk)

    def delete(self, request, pk):
        proposal, me = proposals.seen_by(request.user, pk)
        proposals.withdraw(me, proposal)
        return listing.one(me, pk)


class AmendmentsView(Endpoint):
    def post(self, request, pk):
        wanted = shapes.EditMotion.parse(request.data)
        proposal, me = proposals.seen_by(request.user, pk)
        proposals.offer(me, proposal, wanted.title, wanted.words, wanted.data)
        return listing.one(me, pk)


class TakeOverView(Endpoint):
    def post(self, request, pk, amendment):
        proposal, me = proposals.seen_by(request.user, pk)
        found = proposal.amendments.select_related("proposal__author", "by").filter(pk=amendment).first()
        if found is None:
            raise NotFound("amendment")
        proposals.take_over(me, found)
        return listing.one(me, pk)


class OpenVoteView(Endpoint):
    def post(self, request, pk):
        proposal, me = proposals.seen_by(request.user, pk)
        proposals.open_vote(me, proposal)
        return listing.one(me, pk)


class CandidacyView(Endpoint):
    def put(self, request, pk):
        wanted = shapes.StandAsCandidate.parse(request.data)
        proposal, me = proposals.seen_by(request.user, pk)
        candidates.stand(me, proposal, wanted.words)
        return listing.one(me, pk)

    def delete(self, request, pk):
        proposal, me = proposals.seen_by(request.user, pk)
        candidates.step_back(me, proposal)
        return listing.one(me, pk)


class BallotView(Endpoint):
    def put(self, request, pk):
        wanted = shapes.CastBallot.parse(request.data)
        proposal, me = proposals.seen_by(request.user, pk)
        return shapes.BallotCast(mark=ballots.cast(me, proposal, wanted.choice, wanted.receipt))


class BallotsView(Endpoint):
    def get(self, request, pk):
        proposal, _ = proposals.seen_by(request.user, pk)
        found = listing.cast(proposal, request.query_params.get("after", ""))
        more = found[listing.BALLOTS - 1].mark if len(found) > listing.BALLOTS else None
        return page(found[: listing.BALLOTS], more)


class GovernanceView(Endpoint):
    def get(self, request, slug):
        return _governance(member_of(request.user, slug))

    def patch(self, request, slug):
        wanted = EditCharter.parse(request.data)
        me = member_of(request.user, slug)
        charters.edit(me, wanted.changes())
        return _governance(me)


class MoveOnView(Endpoint):
    def post(self, request, slug):
        me = member_of(request.user, slug)
        steps.share_power(me)
        return _governance(me)


def _governance(me) -> shapes.Governance:
    charter = charters.of(me.community_id)
    regency = Regency.objects.filter(community=me.community_id, ended_at=None).select_related("member").first()
    return shapes.Governance(
        charter=shapes.CharterShape.of(charter),
        kinds=phases.kinds_for(me, charter.phase),
        by_vote=sorted(phases.BY_VOTE[charter.phase]),
        by_jury=charter.phase in phases.BY_JURY,
        figures=figures.of(me.community_id),
        standing_in=MemberRef.of(regency.member) if regency else None,
        can_move_on=steps.can_share_power(me, charter.phase),
    )
