from community.http import Endpoint, whole_number
from community.jury import accused, jurors, listing, shapes, trials
from community.members.communities import member_of
from community.shapes import page


class TrialsView(Endpoint):
    def get(self, request, slug):
        found = listing.listed(member_of(request.user, slug), whole_number(request, "after"))
        rows = found[: listing.PAGE]
        return page([shapes.TrialShape.of(row) for row in rows], _more(found))


class DutiesView(Endpoint):
    def get(self, request, slug):
        found = listing.mine(member_of(request.user, slug), whole_number(request, "after"))
        rows = found[: listing.PAGE]
        return page([shapes.DutyShape.of(row) for row in rows], _more(found))


class HearingsView(Endpoint):
    def get(self, request, slug):
        found = accused.mine(request.user, slug, whole_number(request, "after"), listing.PAGE + 1)
        return page([listing.hearing(row) for row in found[: listing.PAGE]], _more(found))


class TrialView(Endpoint):
    def get(self, request, pk):
        juror, _ = trials.called(request.user, pk)
        return listing.one(juror)


class DrawView(Endpoint):
    def get(self, request, pk):
        trial, _ = trials.seen_by(request.user, pk)
        return listing.draw(trial)


class CallView(Endpoint):
    def put(self, request, pk):
        wanted = shapes.AnswerCall.parse(request.data)
        juror, me = trials.called(request.user, pk)
        jurors.answer(me, juror, accepts=wanted.accept)
        return listing.one(trials.called(request.user, pk)[0])


class VerdictView(Endpoint):
    def put(self, request, pk):
        wanted = shapes.CastVerdict.parse(request.data)
        juror, me = trials.called(request.user, pk)
        jurors.vote(me, juror, wanted.measure, wanted.reason)
        return listing.one(trials.called(request.user, pk)[0])


class AnswerView(Endpoint):
    def put(self, request, pk):
        wanted = shapes.AnswerAccusation.parse(request.data)
        accused.answer(request.user, pk, wanted.words)
        return listing.hearing(accused.one(request.user, pk))


def _more(found: list) -> str | None:
    return str(found[listing.PAGE - 1].pk) if len(found) > listing.PAGE else None
