from community.http import Endpoint
from community.members import communities
from community.moderation import appeals, cases, courts, holds, sanctions, shapes
from community.moderation.models import Sanction
from community.shapes import page


class ReportsView(Endpoint):
    def post(self, request):
        wanted = shapes.NewReport.parse(request.data)
        made = cases.report(request.user, wanted.object, wanted.why, wanted.note)
        return shapes.ReportMade(id=made.pk, at=made.at)


class MySanctionsView(Endpoint):
    def get(self, request, slug):
        mine = sanctions.of_account(request.user, slug)
        return page([_told(row) for row in mine], None)


def _told(row: Sanction) -> shapes.SanctionShape:
    return shapes.SanctionShape.of(row, appeals.can_be_made(row), courts.is_by_the_same(row))


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
        made = appeals.appeal(request.user, pk, wanted.words)
        return shapes.AppealShape.of(made, courts.is_by_the_same(made.sanction))
