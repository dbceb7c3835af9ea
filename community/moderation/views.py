from community.http import Endpoint
from community.members import communities, people
from community.members.shapes import MemberShape
from community.moderation import appeals, cases, holds, sanctions, shapes, silences
from community.moderation.audit import Moderator
from community.shapes import page


class SilenceView(Endpoint):
    def put(self, request, pk):
        wanted = shapes.SilenceMember.parse(request.data)
        member, me = people.seen_by(request.user, pk)
        silences.silence(Moderator(member=me), member, wanted.until, wanted.reason)
        return MemberShape.of(people.seen_by(request.user, pk)[0])

    def delete(self, request, pk):
        member, me = people.seen_by(request.user, pk)
        silences.lift(Moderator(member=me), member)
        return MemberShape.of(people.seen_by(request.user, pk)[0])


class ReportsView(Endpoint):
    def post(self, request):
        wanted = shapes.NewReport.parse(request.data)
        made = cases.report(request.user, wanted.object, wanted.why, wanted.note)
        return shapes.ReportMade(id=made.pk, at=made.at)


class MySanctionsView(Endpoint):
    def get(self, request, slug):
        mine = sanctions.of_account(request.user, slug)
        return page([shapes.SanctionShape.of(row, appeals.can_be_made(row)) for row in mine], None)


class MyHoldsView(Endpoint):
    def get(self, request, slug):
        mine = holds.of_member(communities.member_of(request.user, slug))
        return page([shapes.HoldShape.of(row) for row in mine], None)


class MyHoldView(Endpoint):
    def delete(self, request, pk):
        holds.take_back(request.user, pk)


class AppealView(Endpoint):
    def post(self, request, pk):
        wanted = shapes.NewAppeal.parse(request.data)
        return shapes.AppealShape.of(appeals.appeal(request.user, pk, wanted.words))
