from community.governance import charters, lending
from community.governance.shapes import Lending, LendVote, LoanShape
from community.governance.tally import lending as ways
from community.http import Endpoint
from community.members.communities import member_of
from community.members.models import Member


class LendingView(Endpoint):
    def get(self, request, slug):
        return _lending(member_of(request.user, slug))


class LoanView(Endpoint):
    """Of one kind of proposals, or `all`."""

    def put(self, request, slug, kind):
        wanted = LendVote.parse(request.data)
        me = member_of(request.user, slug)
        lending.lend(me, _kind(kind), wanted.to)
        return _lending(me)

    def delete(self, request, slug, kind):
        me = member_of(request.user, slug)
        lending.take_back(me, _kind(kind))
        return _lending(me)


def _kind(named: str) -> str:
    return lending.ALL if named == "all" else named


def _lending(me: Member) -> Lending:
    return Lending(
        allowed=charters.of(me.community_id).lending,
        loans=[LoanShape.of(loan) for loan in lending.of(me)],
        carried=lending.carried_by(me),
        share=ways.SHARE,
        longest=ways.LONGEST,
    )
