from chat import role_calling, rooms
from community.http import Endpoint
from community.members.communities import member_of


class RoomRolesView(Endpoint):
    def get(self, request, pk):
        room, me = rooms.seen_by(request.user, pk)
        return role_calling.offered(me, room)


class CommunityRolesView(Endpoint):
    def get(self, request, slug):
        return role_calling.offered(member_of(request.user, slug))
