from community import access
from community.governance import charters
from community.http import Endpoint, whole_number
from community.members import guards
from community.members.communities import member_of
from community.points import ledger, listing
from community.purse import shapes, spending
from community.shapes import page


class PurseView(Endpoint):
    def get(self, request, slug):
        return _purse(member_of(request.user, slug))


class PurseEntriesView(Endpoint):
    def get(self, request, slug):
        me = member_of(request.user, slug)
        return _entries(request, ledger.purse(me.community_id))


class MyEntriesView(Endpoint):
    def get(self, request, slug):
        return _entries(request, ledger.of(member_of(request.user, slug)))


class GiftsView(Endpoint):
    def post(self, request, slug):
        wanted = shapes.GivePoints.parse(request.data)
        me = member_of(request.user, slug)
        spending.give(me, wanted.member, wanted.amount, wanted.why, client_id=wanted.client_id)
        return _purse(me)


def _entries(request, account) -> dict:
    found = listing.entries(account, whole_number(request, "after"))
    more = str(found[listing.PAGE - 1].pk) if len(found) > listing.PAGE else None
    return page([shapes.PointsEntryShape.of(one, account) for one in found[: listing.PAGE]], more)


def _purse(me) -> shapes.PurseShape:
    is_free = guards.is_free(me.community_id, "spend")
    return shapes.PurseShape(
        held=listing.balance(ledger.purse(me.community_id)),
        mine=listing.balance(ledger.of(me)),
        weekly=charters.of(me.community_id).points_week,
        can_give=access.can(me, "points.give") and is_free,
    )
