from django.conf import settings
from django.contrib.auth import login
from django.http import HttpResponse

from community.errors import NotFound
from community.http import Endpoint, PublicEndpoint, whole_number
from community.members import communities, first_run, invitations, people, shapes, visibility
from community.members.models import Ban, Community, Member, User
from community.shapes import page

_PASSWORD_BACKEND = settings.AUTHENTICATION_BACKENDS[0]


def _headcount(community: Community) -> int:
    return community.members.present().count()


def _door(community: Community, member: bool = False) -> shapes.Door:
    return shapes.Door(**shapes.Door.fields_of(community, _headcount(community), member))


def _door_for(user: User, community: Community) -> shapes.Door:
    ban = Ban.objects.filter(community=community, user=user.pk).first()
    if ban is None:
        return _door(community)
    fields = shapes.Door.fields_of(community, _headcount(community), False)
    return shapes.SuspendedDoor(**fields, ban=shapes.Suspension.of(ban))


class MeView(PublicEndpoint):
    def get(self, request):
        if not request.user.is_authenticated:
            return shapes.Me(user=None, communities=[])
        mine = Member.objects.of_user(request.user).select_related("community", "user", "silence").order_by("joined_at")
        rows = [shapes.CommunityShape.of(member, _headcount(member.community)) for member in mine]
        return shapes.Me(user=shapes.UserShape.of(request.user), communities=rows)


class AccountView(Endpoint):
    def patch(self, request):
        wanted = shapes.EditUser.parse(request.data)
        return shapes.UserShape.of(people.edit_account(request.user, wanted.model_dump(exclude_none=True)))


class SetUpView(PublicEndpoint):
    def get(self, request):
        return shapes.SetUpNeeded(needed=first_run.needed())

    def post(self, request):
        wanted = shapes.SetUp.parse(request.data)
        owner = first_run.set_up(wanted)
        login(request, owner, backend=_PASSWORD_BACKEND)
        return shapes.CommunityShape.of(communities.member_of(owner, wanted.slug), 1)


class CommunitiesView(PublicEndpoint):
    def get(self, request):
        mine = set(Member.objects.of_user(request.user).values_list("community", flat=True))
        known = Community.objects.known_to(request.user)[:100]
        return page([_door(community, community.pk in mine) for community in known], None)


class CommunityView(PublicEndpoint):
    def get(self, request, slug):
        member = Member.objects.of_user(request.user).select_related("community", "user").filter(community__slug=slug)
        if found := member.first():
            return shapes.CommunityShape.of(found, _headcount(found.community))
        community = Community.objects.known_to(request.user).filter(slug=slug).first()
        if community is None:
            raise NotFound("community")
        return _door_for(request.user, community)

    def patch(self, request, slug):
        if not request.user.is_authenticated:
            self.permission_denied(request)
        member = communities.member_of(request.user, slug)
        wanted = shapes.EditCommunity.parse(request.data)
        community = communities.edit(member, wanted.model_dump(exclude_none=True))
        return shapes.CommunityShape.of(member, _headcount(community))


class JoinView(Endpoint):
    def post(self, request, slug):
        community = Community.objects.filter(slug=slug).first()
        if community is None:
            raise NotFound("community")
        communities.join(request.user, community, shapes.JoinCommunity.parse(request.data).invitation)
        return shapes.CommunityShape.of(communities.member_of(request.user, slug), _headcount(community))


class LeaveView(Endpoint):
    def post(self, request, slug):
        communities.leave(communities.member_of(request.user, slug))


class MembersView(Endpoint):
    PAGE = 50

    def get(self, request, slug):
        me = communities.member_of(request.user, slug)
        rows = me.community.members.present().select_related("user", "silence").order_by("name", "pk")
        if wanted := request.query_params.get("q", "").replace("\x00", "").strip():
            rows = rows.filter(name__icontains=wanted)
        if after := whole_number(request, "after"):
            rows = _after(rows, after)
        found = list(rows[: self.PAGE + 1])
        more = str(found[self.PAGE - 1].pk) if len(found) > self.PAGE else None
        return page([shapes.MemberShape.of(row, me) for row in found[: self.PAGE]], more)


def _after(rows, pk: int):
    """Members behind one in the order of (name, id)."""
    last = rows.model.objects.filter(pk=pk).first()
    if last is None:
        return rows
    return rows.filter(name__gte=last.name).exclude(name=last.name, pk__lte=last.pk)


class MemberView(Endpoint):
    def get(self, request, pk):
        return shapes.MemberShape.of(*people.seen_by(request.user, pk))

    def patch(self, request, pk):
        member, me = people.seen_by(request.user, pk)
        wanted = shapes.EditMember.parse(request.data)
        own = wanted.model_dump(exclude_none=True, exclude={"role"})
        if own and member.pk != me.pk:
            raise NotFound("member")
        if wanted.role is not None:
            people.give_role(me, member, wanted.role)
        return shapes.MemberShape.of(people.edit_own(member, own), me)


class VisibilityView(Endpoint):
    def get(self, request, slug):
        return shapes.VisibilityShape.of(communities.member_of(request.user, slug))

    def patch(self, request, slug):
        wanted = shapes.EditVisibility.parse(request.data)
        me = communities.member_of(request.user, slug)
        return shapes.VisibilityShape.of(visibility.show(me, wanted.changes()))


class InvitationsView(Endpoint):
    def get(self, request, slug):
        me = communities.member_of(request.user, slug)
        rows = me.invitations.usable().order_by("-pk")[:50]
        return page([shapes.InvitationShape.of(row, settings.SITE_URL) for row in rows], None)

    def post(self, request, slug):
        wanted = shapes.NewInvitation.parse(request.data)
        me = communities.member_of(request.user, slug)
        made = invitations.create(me, days=wanted.days, uses=wanted.uses)
        return shapes.InvitationShape.of(made, settings.SITE_URL)


class InvitationView(PublicEndpoint):
    def get(self, request, code):
        invitation = invitations.find(code)
        member = Member.objects.of_user(request.user).filter(community=invitation.community_id).exists()
        if not member:
            invitations.require_usable(invitation)
        return shapes.InvitationDoor(door=_door(invitation.community, member), by=invitation.by.name)

    def delete(self, request, code):
        if not request.user.is_authenticated:
            self.permission_denied(request)
        slug = invitations.find(code).community.slug
        invitations.revoke(communities.member_of(request.user, slug), code)


class InvitationPictureView(PublicEndpoint):
    def get(self, request, code):
        return HttpResponse(invitations.qr_svg(invitations.find(code)), content_type="image/svg+xml")
