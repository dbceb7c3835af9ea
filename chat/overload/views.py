from chat import listing, rooms
from chat.overload import circles, limits, loads, shapes, splits
from community.clock import now
from community.http import Endpoint, whole_number
from community.members.models import Member
from community.members.shapes import MemberRef


class LoadView(Endpoint):
    def get(self, request, pk):
        room, me = rooms.seen_by(request.user, pk)
        return loads.look(me, room)

    def patch(self, request, pk):
        wanted = shapes.EditLoad.parse(request.data)
        room, me = rooms.seen_by(request.user, pk)
        return limits.edit(me, room, wanted.model_dump(exclude_none=True))


class HistoryView(Endpoint):
    DAY = 24  # hours

    def get(self, request, pk):
        room, me = rooms.seen_by(request.user, pk)
        return loads.history(me, room, whole_number(request, "hours") or self.DAY)


class CircleView(Endpoint):
    def get(self, request, pk):
        room, me = rooms.seen_by(request.user, pk)
        return shapes.Circle(members=[MemberRef.of(member) for member in circles.proposed(me, room)])

    def post(self, request, pk):
        wanted = shapes.GatherCircle.parse(request.data)
        room, me = rooms.seen_by(request.user, pk)
        return listing.one(circles.gather(me, room, wanted.name, wanted.members, wanted.client_id), me)


class SplitView(Endpoint):
    def get(self, request, pk):
        room, me = rooms.seen_by(request.user, pk)
        found = splits.proposed(me, room, now())
        people = Member.objects.in_bulk({*found.others, *(pk for group in found.groups for pk in group)})
        named = [[MemberRef.of(people[pk]) for pk in group] for group in (*found.groups, found.others)]
        return shapes.Split(groups=named[:-1], others=named[-1], inside=found.inside)

    def post(self, request, pk):
        wanted = shapes.OpenGroup.parse(request.data)
        room, me = rooms.seen_by(request.user, pk)
        return listing.one(splits.open_one(me, room, wanted.name, wanted.members, wanted.client_id), me)
