"""Founding, joining and leaving a community."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import F, QuerySet

from community import access, lookups
from community.access import Role
from community.clock import now
from community.errors import Conflict, Forbidden, NotFound
from community.lookups import Lookup, text
from community.members import invitations
from community.members.models import Ban, Community, Member, User

# Told of every new community, inside the transaction, before its owner sits down: upper layers furnish it.
_founders: list[Callable[[Community], None]] = []
# Told of every member who comes in, inside the transaction: upper layers seat the newcomer in their rooms.
_welcomers: list[Callable[[Member], None]] = []
# Told of every member who goes, inside the transaction.
_farewells: list[Callable[[Member], None]] = []


def when_founding(furnish: Callable[[Community], None]) -> None:
    _founders.append(furnish)


def when_joining(welcome: Callable[[Member], None]) -> None:
    _welcomers.append(welcome)


def when_leaving(farewell: Callable[[Member], None]) -> None:
    _farewells.append(farewell)


@transaction.atomic
def found(owner: User, **described: object) -> Member:
    """Make a community, its first member being its owner.

    Args:
        owner: the account of the founder.
        described: `slug`, `name` and any other field of `Community`.

    Raises:
        Conflict: `community.slug_taken`.
    """
    if Community.objects.filter(slug=described["slug"]).exists():
        raise Conflict("community.slug_taken", "A community has this address already.", slug=described["slug"])
    member, _ = _seat(furnished(**described), owner, Role.OWNER)
    _welcome(member)
    return member


@transaction.atomic
def furnished(**described: object) -> Community:
    """A new community with what belongs into every one, and nobody in it yet."""
    community = Community.objects.create(**described)
    for furnish in _founders:
        furnish(community)
    return community


@transaction.atomic
def join(user: User, community: Community, code: str | None = None, *, is_vouched: bool = False) -> Member:
    """Come in through the open door or with an invitation; coming again gives the same member.

    Args:
        is_vouched: a page that the community trusts stands for them, whatever the door.

    Raises:
        Forbidden: `member.banned`, `community.closed_door` or what is wrong with the invitation.
    """
    present = Member.objects.of_user(user).filter(community=community).first()
    if present:
        return present
    if role := _after_ban(community, user):
        return _come_in(community, user, role)
    if not code and not is_vouched and community.door != Community.Door.OPEN:
        raise Forbidden("community.closed_door", "This community is joined by invitation.")
    return _come_in(community, user, Role.MEMBER, code)


@transaction.atomic
def leave(member: Member) -> None:
    """Go, keeping one's words where they are. The last owner stays.

    Raises:
        Conflict: `member.last_owner`.
    """
    require_another_owner(member)
    Member.objects.filter(pk=member.pk).update(left_at=now(), role=Role.MEMBER)
    for farewell in _farewells:
        farewell(member)
    close_gate(member.community_id)


def close_gate(community_id: int) -> None:
    """Somebody has lost the sight of something: the hubs look again at who listens before the next event of the board.

    Call it last in a transaction: everybody who loses something in this community waits for its row.
    """
    Community.objects.filter(pk=community_id).update(gate=F("gate") + 1)


def gate(community_id: int) -> int:
    """How often that has happened."""
    ((number,),) = lookups.rows("SELECT gate FROM members_community WHERE id = %s", [community_id])
    return number


@transaction.atomic
def edit(member: Member, changes: dict[str, object]) -> Community:
    access.require(member.role, "community.edit")
    for name, value in changes.items():
        setattr(member.community, name, value)
    if changes:
        member.community.save(update_fields=list(changes))
    return member.community


def require_another_owner(member: Member) -> None:
    if member.role != Role.OWNER:
        return
    owners = Member.objects.present().select_for_update().filter(community=member.community_id, role=Role.OWNER)
    if len(owners.values_list("pk", flat=True)) < 2:
        raise Conflict("member.last_owner", "A community keeps at least one owner.")


def _of_slug(user_id: int, slug: object) -> QuerySet[Member]:
    return (
        Member.objects.of_user(User(pk=user_id)).select_related("community", "user").filter(community__slug=text(slug))
    )


_member = Lookup(_of_slug, 2)


def member_of(user: User, slug: str) -> Member:
    """The member that a user is in a community; raises `not_found` for strangers."""
    member = _member.first(user.pk, slug)
    if member is None:
        raise NotFound("community")
    return member


def _seat(community: Community, user: User, role: Role) -> tuple[Member, bool]:
    """Make the member, or bring back one who had left; and whether they were not there before."""
    told = {"name": user.shown_name(), "hue": user.hue, "role": role}
    member, created = Member.objects.get_or_create(community=community, user=user, defaults=told)
    gone = Member.objects.filter(pk=member.pk).exclude(left_at=None)
    came_back = not created and bool(gone.update(left_at=None, role=role))
    if came_back:
        member.left_at, member.role = None, role
    return member, created or came_back


def _come_in(community: Community, user: User, role: Role, code: str | None = None) -> Member:
    member, came = _seat(community, user, role)
    if came:
        if code:
            _note_host(member, invitations.redeem(code, community).by)
        _welcome(member)
    return member


def _after_ban(community: Community, user: User) -> Role | None:
    """The role of somebody who may come back after a suspension, whatever the door; raises `member.banned` before."""
    ban = Ban.objects.select_for_update().filter(community=community, user=user.pk).first()
    if ban is None:
        return None
    if ban.holds():
        until = ban.until.isoformat() if ban.until else None
        raise Forbidden("member.banned", "You were suspended from this community.", until=until, reason=ban.reason)
    ban.delete()
    return Role(ban.role)


def _note_host(member: Member, host: Member) -> None:
    """Who invited them first."""
    if Member.objects.filter(pk=member.pk, invited_by=None).update(invited_by=host):
        member.invited_by = host


def _welcome(member: Member) -> None:
    for welcome in _welcomers:
        welcome(member)
