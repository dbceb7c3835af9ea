from community.http import Endpoint
from community.members import communities
from community.moderation.audit import Moderator
from community.trust import raids, shapes, standings


class StandingView(Endpoint):
    def get(self, request, slug):
        return standings.explained(communities.member_of(request.user, slug))


class RaidView(Endpoint):
    def get(self, request, slug):
        raid = raids.current(communities.member_of(request.user, slug).community_id)
        return shapes.RaidState(raid=shapes.RaidShape.of(raid) if raid else None)

    def put(self, request, slug):
        wanted = shapes.BeginRaid.parse(request.data)
        me = communities.member_of(request.user, slug)
        raid = raids.begin(Moderator(member=me), me.community, wanted.minutes)
        return shapes.RaidState(raid=shapes.RaidShape.of(raid))

    def delete(self, request, slug):
        me = communities.member_of(request.user, slug)
        raids.end(Moderator(member=me), me.community)
        return shapes.RaidState(raid=None)
