from community.http import Endpoint
from community.members.communities import member_of
from community.push import devices, wishes
from community.push.shapes import EditPush, NewDevice, OldDevice, PlacePush, PushState


class PushView(Endpoint):
    def get(self, request):
        return PushState.of(request.user, wishes.of(request.user))

    def patch(self, request):
        wanted = EditPush.parse(request.data)
        return PushState.of(request.user, wishes.change(request.user, wanted.changes()))


class DevicesView(Endpoint):
    def post(self, request):
        devices.register(request.user, NewDevice.parse(request.data))
        return PushState.of(request.user, wishes.of(request.user))

    def delete(self, request):
        devices.drop(request.user, OldDevice.parse(request.data).endpoint)
        return PushState.of(request.user, wishes.of(request.user))


class PlaceView(Endpoint):
    def get(self, request, slug, place):
        return PlacePush.of(wishes.of_place(member_of(request.user, slug), place))

    def put(self, request, slug, place):
        wanted = PlacePush.parse(request.data)
        return PlacePush.of(wishes.set_place(member_of(request.user, slug), place, wanted.wanted()))
