from django.conf import settings
from django.http import HttpResponse

from community.http import Endpoint, whole_number
from community.joining import arrivals, cards, codes, entrances, hello, opening, referrals, suggestions
from community.joining.paging import paged
from community.joining.shapes import inside as shapes
from community.members import communities
from community.members.models import Member
from community.members.shapes import InvitationShape, MemberRef
from community.shapes import page

PAGE = 50


class CodesView(Endpoint):
    def get(self, request, slug):
        rows = codes.of(communities.member_of(request.user, slug))
        if after := whole_number(request, "after"):
            rows = rows.filter(pk__lt=after)
        return paged(rows, shapes.CodeShape.of, PAGE)

    def post(self, request, slug):
        wanted = shapes.NewCodes.parse(request.data)
        me = communities.member_of(request.user, slug)
        made = codes.make(me, count=wanted.count, label=wanted.label, role=wanted.role, days=wanted.days)
        return page([shapes.CodeShape.of(row) for row in made], None)


class CodeView(Endpoint):
    def delete(self, request, slug, pk):
        return shapes.CodeShape.of(codes.cancel(communities.member_of(request.user, slug), pk))


class CodeSheetView(Endpoint):
    def get(self, request, slug):
        sheet = codes.as_csv(communities.member_of(request.user, slug))
        named = {"Content-Disposition": f'attachment; filename="{slug}-codes.csv"', "Cache-Control": "no-store"}
        return HttpResponse(sheet, content_type="text/csv; charset=utf-8", headers=named)


class CardView(Endpoint):
    def get(self, request, slug):
        return _card(communities.member_of(request.user, slug))

    def post(self, request, slug):
        me = communities.member_of(request.user, slug)
        cards.renew(me)
        return _card(me)


def _card(me: Member) -> shapes.PersonalCardShape:
    invitation = cards.of(me)
    return shapes.PersonalCardShape(
        invitation=InvitationShape.of(invitation, settings.SITE_URL) if invitation else None,
        opens_at=cards.opens_at(me),
        brought=referrals.brought(me),
    )


class ReferralsView(Endpoint):
    def get(self, request, slug):
        rows = referrals.of(communities.member_of(request.user, slug), whole_number(request, "of"))
        if after := whole_number(request, "after"):
            rows = rows.filter(pk__gt=after)
        return paged(rows, shapes.Referral.of, PAGE)


class WelcomeView(Endpoint):
    def get(self, request, slug):
        me = communities.member_of(request.user, slug)
        tags = arrivals.interests_of(me)
        steps = arrivals.left_to_do(me)
        room = hello.room_for(me) if steps else None
        return shapes.Welcome(
            steps=[shapes.WelcomeStep.of(step) for step in steps],
            offered=entrances.of(me.community).interests,
            interests=tags,
            places=[shapes.SuggestedPlace.of(one) for one in suggestions.for_newcomer(me, tags)] if steps else [],
            room=shapes.HelloRoom(id=room[0], name=room[1]) if room else None,
        )


class InterestsView(Endpoint):
    def put(self, request, slug):
        wanted = shapes.ChooseInterests.parse(request.data)
        arrivals.choose_interests(communities.member_of(request.user, slug), wanted.tags)


class StepView(Endpoint):
    def put(self, request, slug, step):
        arrivals.skip(communities.member_of(request.user, slug), step)


class HelloView(Endpoint):
    def post(self, request, slug):
        wanted = shapes.SayHello.parse(request.data)
        room = hello.say(communities.member_of(request.user, slug), wanted.words, wanted.client_id)
        return shapes.SaidHello(room=room)


class OpeningView(Endpoint):
    def get(self, request, slug):
        community = communities.member_of(request.user, slug).community
        people, count = opening.roll(community)
        opens_at = opening.moment_of(community)
        return shapes.OpeningRoll(opens_at=opens_at, people=[MemberRef.of(one) for one in people], count=count)
