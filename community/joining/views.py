from community.errors import NotFound
from community.http import Endpoint, PublicEndpoint, whole_number
from community.joining import applications, decided, entrances, line, vouching, waiting, words
from community.joining.applications import Answer
from community.joining.paging import cut, paged
from community.joining.shapes import doors as shapes
from community.joining.shapes import hosts
from community.members import communities, invitations
from community.members.models import Community
from community.moderation.audit import Moderator
from community.shapes import page

PAGE = 30


def at_the_door(request, slug, code=None) -> Community:
    """A community that the reader knows of, or holds an invitation to; raises `not_found`."""
    if code:
        invitation = invitations.find(code)
        if invitation.community.slug != slug:
            raise NotFound("community")
        return invitation.community
    community = Community.objects.known_to(request.user).filter(slug=slug).first()
    if community is None:
        raise NotFound("community")
    return community


class EntranceView(PublicEndpoint):
    def get(self, request, slug):
        code = request.query_params.get("invitation")
        community = at_the_door(request, slug, code)
        busy = entrances.messages_a_week(community)
        names = vouching.of(community, invitations.usable(code) if code else None)
        return shapes.EntranceShape.of(entrances.of(community), community, request.user, busy, names)


class EntranceSettingsView(Endpoint):
    def get(self, request, slug):
        me = communities.member_of(request.user, slug)
        return shapes.EntranceSettings.of(entrances.to_edit(me), me.community)

    def patch(self, request, slug):
        wanted = shapes.EditEntrance.parse(request.data)
        me = communities.member_of(request.user, slug)
        changed = entrances.edit(me, wanted.changes())
        return shapes.EntranceSettings.of(changed, me.community)


class ApplicationsView(Endpoint):
    def get(self, request, slug):
        rows = applications.waiting_for(communities.member_of(request.user, slug))
        if after := whole_number(request, "after"):
            rows = rows.filter(pk__gt=after)
        return paged(rows, shapes.ApplicationShape.of, PAGE)

    def post(self, request, slug):
        wanted = shapes.NewApplication.parse(request.data)
        answers = [Answer(row.question, row.answer) for row in wanted.answers]
        return shapes.MyApplication.of(applications.apply(request.user, at_the_door(request, slug), answers))


class DecidedView(Endpoint):
    def get(self, request, slug):
        rows = decided.of(communities.member_of(request.user, slug))
        if after := whole_number(request, "after"):
            rows = rows.filter(pk__lt=after)
        return paged(rows, hosts.DecidedApplication.of, PAGE)


class MyApplicationView(Endpoint):
    def delete(self, request, slug):
        applications.take_back(request.user, at_the_door(request, slug))


class DecisionView(Endpoint):
    def post(self, request, pk):
        wanted = shapes.DecideApplication.parse(request.data)
        application, me = applications.seen_by(request.user, pk)
        applications.decide(Moderator(member=me), application, wanted.outcome, wanted.reason)


class EnterView(Endpoint):
    def post(self, request, slug):
        said = shapes.EnterByWords.parse(request.data).words
        return shapes.PlaceInLine.of(words.enter(request.user, slug, said))


class WaitingView(Endpoint):
    def get(self, request, slug):
        rows = line.of(communities.member_of(request.user, slug))
        if after := whole_number(request, "after"):
            rows = rows.filter(pk__gt=after)
        places, more = cut(rows, PAGE)
        return page([hosts.WaitingPerson.of(row) for row in line.numbered(places)], more)

    def post(self, request, slug):
        code = shapes.WaitInLine.parse(request.data).invitation
        place = waiting.come_or_wait(request.user, at_the_door(request, slug, code), code)
        return shapes.PlaceInLine.of(place)

    def delete(self, request, slug):
        waiting.leave_line(request.user, slug)
