from chat import rooms
from chat.retention import keeping
from chat.retention.shapes import Keep, KeepingShape, NewRoomsShape
from community.http import Endpoint
from community.members.communities import member_of


class KeepingView(Endpoint):
    def get(self, request, pk):
        room, _ = rooms.seen_by(request.user, pk)
        return KeepingShape.of(room)

    def put(self, request, pk):
        wanted = Keep.parse(request.data)
        room, me = rooms.seen_by(request.user, pk)
        return KeepingShape.of(keeping.keep(me, room, wanted.days))


class NewRoomsView(Endpoint):
    def get(self, request, slug):
        return NewRoomsShape(days=keeping.of_new_rooms(member_of(request.user, slug).community_id))

    def put(self, request, slug):
        wanted = Keep.parse(request.data)
        keeping.keep_in_new_rooms(member_of(request.user, slug), wanted.days)
        return NewRoomsShape(days=wanted.days)
