from datetime import timedelta

from community.http import Endpoint, whole_number
from community.members import communities, people
from community.members.models import Member
from community.members.shapes import MemberRef
from community.moderation import sanctions
from community.order import imposing, in_force, shapes
from community.rules import places, publicity
from community.shapes import page


def _told(me: Member, member: Member) -> shapes.MemberSanctions:
    rows = imposing.of(me, member)
    where = places.of(me, (row.place for row in rows))
    return shapes.MemberSanctions(
        member=MemberRef.of(member),
        hours=sanctions.next_step(member) // timedelta(hours=1),
        rows=[shapes.SanctionRowShape.of(row, where) for row in rows],
    )


class MemberSanctionsView(Endpoint):
    def get(self, request, pk):
        member, me = people.seen_by(request.user, pk)
        return _told(me, member)

    def post(self, request, pk):
        member, me = people.seen_by(request.user, pk)
        imposing.impose(me, member, shapes.NewSanction.parse(request.data).wanted())
        return _told(me, member)


class InForceView(Endpoint):
    def get(self, request, slug):
        me = communities.member_of(request.user, slug)
        found = in_force.listed(me, whole_number(request, "after"))
        shown, more = found[: in_force.PAGE], len(found) > in_force.PAGE
        where = places.of(me, (row.place for row in shown))
        rows = [shapes.InForceShape.of(row, where) for row in shown]
        return page(rows, str(rows[-1].id) if more else None) | {"told": publicity.tells_whom(me)}


class SanctionView(Endpoint):
    def delete(self, request, pk):
        sanction, me = imposing.seen_by(request.user, pk)
        imposing.lift(me, sanction)
        return _told(me, sanction.member)
