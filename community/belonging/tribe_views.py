from community.belonging import oversight, splitting, tribe_shapes, tribes
from community.belonging.splitting import Plan
from community.errors import NotFound
from community.http import Endpoint, PublicEndpoint
from community.members.communities import member_of
from community.members.models import Community
from community.shapes import page


class TribesView(PublicEndpoint):
    def get(self, request, slug):
        rows = Community.objects.known_to(request.user).select_related("parent", "origin")
        community = rows.filter(slug=slug).first()
        if community is None:
            raise NotFound("community")
        found = tribes.of(community, request.user)
        return tribe_shapes.Tribes.of(community, found, tribes.mine(request.user))

    def post(self, request, slug):
        if not request.user.is_authenticated:
            self.permission_denied(request)
        wanted = tribe_shapes.NewTribe.parse(request.data)
        me = member_of(request.user, slug)
        plan = Plan(wanted.slug, wanted.name, wanted.purpose)
        if wanted.place:
            owner = splitting.split_off(me, wanted.place, plan)
        else:
            owner = tribes.found(me, plan.slug, plan.name, plan.purpose)
        return tribe_shapes.NewTribeMade(slug=owner.community.slug, name=owner.community.name)


class OversightView(Endpoint):
    def get(self, request, slug):
        rows = oversight.of(member_of(request.user, slug))
        return page([tribe_shapes.Oversight.of(row) for row in rows], None)


class OfferView(Endpoint):
    def post(self, request, pk):
        splitting.answer(request.user, pk, tribe_shapes.AnswerOffer.parse(request.data).agree)
