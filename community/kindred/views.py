from community.http import Endpoint
from community.kindred import shapes, suggesting
from community.members.communities import member_of
from community.shapes import page


class KindredView(Endpoint):
    def get(self, request, slug):
        found = suggesting.for_member(member_of(request.user, slug))
        return page([shapes.KindredPlace.of(one) for one in found], None)


class DismissedView(Endpoint):
    def put(self, request, slug, place):
        suggesting.dismiss(member_of(request.user, slug), place)

    def delete(self, request, slug, place):
        suggesting.recall(member_of(request.user, slug), place)


class ApartView(Endpoint):
    def get(self, request, slug):
        return shapes.StandsApart(apart=suggesting.is_apart(member_of(request.user, slug)))

    def put(self, request, slug):
        suggesting.stand_apart(member_of(request.user, slug))

    def delete(self, request, slug):
        suggesting.take_part(member_of(request.user, slug))
