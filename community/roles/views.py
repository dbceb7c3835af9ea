from community.http import Endpoint
from community.members import people
from community.members.communities import member_of
from community.members.shapes import MemberShape
from community.moderation.audit import Moderator
from community.roles import adjusting, shapes, titles


class RolesView(Endpoint):
    def get(self, request, slug):
        return shapes.RolesShape.of(adjusting.of(member_of(request.user, slug).community_id))

    def patch(self, request, slug):
        me = member_of(request.user, slug)
        wanted = shapes.AdjustRole.parse(request.data)
        adjusting.adjust(Moderator(member=me), me.community, wanted.capability, wanted.least)
        return shapes.RolesShape.of(adjusting.of(me.community_id))


class TitleView(Endpoint):
    def put(self, request, pk):
        member, me = people.seen_by(request.user, pk)
        title = shapes.GiveTitle.parse(request.data).title
        return MemberShape.of(titles.give(Moderator(member=me), member, title), me)
