"""Founding, joining and leaving a community."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import F, QuerySet

from community import access, lookups
from community.access import Role
from community.clock import now
from community.errors import Conflict, Forbidden, NotFound
from community.lookups import Lookup, text
from community.members import guards, invitations, offices
from community.members.models import Ban, Community, Invitation, Member, User, utc_day
from community.members.offices import Cause

# Told of every new community, inside the transaction, before its owner sits down: upper layers furnish it.
_founders: list[Callable[[Community], None]] = []
# Asked of everybody who stands at the door, before they come in: upper layers may refuse.
_keepers: list[Callable[[User, Community], None]] = []
# Told of every member who comes in, inside the transaction: upper layers seat the newcomer in their rooms.
_welcomers: list[Callable[[Member], None]] = []
# Told of every member who comes in by an invitation, inside the transaction, with the invitation.
_hosts: list[Callable[[Member, Invitation], None]] = []
# Told of every member who goes, inside the transaction.
_farewells: list[Callable[[Member], None]] = []
# Fields of a community that an upper layer writes by a verb of its own.
_writers: dict[str, Callable[[Member, object], None]] = {}
_editors: list[Callable[[Member, list[str]], None]] = []
# Told of every member who comes for the first time in a day, inside the transaction.
_watchers: list[Callable[[Member], None]] = []


def when_founding(furnish: Callable[[Community], None]) -> None:
    _founders.append(furnish)


def before_joining(keep: Callable[[User, Community], None]) -> None:
    _keepers.append(keep)


def when_joining(welcome: Callable[[Member], None]) -> None:
    _welcomers.append(welcome)


def when_invited(greet: Callable[[Member, Invitation], None]) -> None:
    _hosts.append(greet)


def when_leaving(farewell: Callable[[Member], None]) -> None:
    _farewells.append(farewell)


def written_by(field: str, verb: Callable[[Member, object], None]) -> None:
    """Have a field of a community written by a verb, which gets who changes it, and the value."""
    _writers[field] = verb


def when_edited(listener: Callable[[Member, list[str]], None]) -> None:
    """Have a function called with whoever changed a community and the names of the fields, in the same transaction."""
    _editors.append(listener)


def when_visiting(watch: Callable[[Member], None]) -> None:
    _watchers.append(watch)


_present = Lookup(lambda user, community: Member.objects.of_user(User(pk=user)).filter(community=community), 2)


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
        Forbidden: `member.banned`, `community.closed_door`, `community.asks` or what is wrong with the invitation.
        Conflict: `community.full`.
    """
    if present := present_in(user, community):
        return present
    for keep in _keepers:
        keep(user, community)
    if role := _after_ban(community, user):
        return _come_in(community, user, role, was_theirs=True)
    if not may_return(user, community):
        if not code and not is_vouched:
            _require_open_door(community)
        _require_place(community)
    return _come_in(community, user, Role.MEMBER, code)


@transaction.atomic
def admit(user: User, community: Community, *, role: Role = Role.MEMBER, host: Member | None = None) -> Member:
    """Let somebody in for whom an upper layer has opened the door; who is there already stays as they are.

    A role that was promised before the members took to deciding on it by vote is not given any more.

    Raises:
        Forbidden: `member.banned`.
        Conflict: `community.full`.
    """
    if present := present_in(user, community):
        return present
    if former := _after_ban(community, user):
        return _come_in(community, user, former, was_theirs=True)
    _require_place(community)
    given = role if guards.is_free(community.pk, "role", role) else Role.MEMBER
    return _come_in(community, user, given, host=host)


def present_in(user: User, community: Community) -> Member | None:
    return _present.first(user.pk, community.pk)


def may_return(user: User, community: Community) -> bool:
    """Whether somebody did not choose to go: they come back as they were, whatever stands against others."""
    return Member.objects.filter(community=community, user=user.pk, may_return=True).exists()


def require_not_banned(user: User, community: Community) -> None:
    """Raise `member.banned` while a suspension holds."""
    ban = Ban.objects.filter(community=community, user=user.pk).first()
    if ban and ban.holds():
        raise _banned(ban)


def free_places(community: Community) -> int | None:
    """How many more may come in; None without limit. Locks the community: of all who come at once, each is counted."""
    capacity = Community.objects.filter(pk=community.pk).values_list("capacity", flat=True).get()
    if capacity is None:
        return None
    held = Community.objects.select_for_update(no_key=True).filter(pk=community.pk)
    capacity = held.values_list("capacity", flat=True).get()
    present = Member.objects.present().filter(community=community.pk).count()
    return None if capacity is None else max(capacity - present, 0)


@transaction.atomic
def leave(member: Member, cause: Cause | None = None) -> None:
    """Go, keeping one's words where they are. The last owner stays.

    Args:
        cause: why a role goes with them, unless they lay it down themselves.

    Raises:
        Conflict: `member.last_owner`.
    """
    require_another_owner(member)
    offices.lay_down(member, cause or Cause("lay down role", actor=member))
    Member.objects.filter(pk=member.pk).update(left_at=now())
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
    access.require(member, "community.edit")
    plain = {name: value for name, value in changes.items() if name not in _writers}
    for name, value in plain.items():
        setattr(member.community, name, value)
    if plain:
        member.community.save(update_fields=list(plain))
        for listener in _editors:
            listener(member, sorted(plain))
    for name in changes.keys() - plain.keys():
        _writers[name](member, changes[name])
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
    if member.last_seen_on < utc_day():
        _note_visit(member)
    return member


@transaction.atomic
def _note_visit(member: Member) -> None:
    if member.come():
        for watch in _watchers:
            watch(member)


def _seat(community: Community, user: User, role: Role) -> tuple[Member, bool]:
    """Make the member, or bring back one who had left; and whether they were not there before."""
    told = {"name": user.shown_name(), "hue": user.hue, "role": role}
    member, created = Member.objects.get_or_create(community=community, user=user, defaults=told)
    gone = Member.objects.filter(pk=member.pk).exclude(left_at=None)
    back = {"left_at": None, "role": role, "may_return": False, "last_seen_on": utc_day()}
    came_back = not created and bool(gone.update(**back))
    if came_back:
        member.left_at, member.role = None, role
    return member, created or came_back


def _require_open_door(community: Community) -> None:
    match community.door:
        case Community.Door.INVITATION:
            raise Forbidden("community.closed_door", "This community is joined by invitation.")
        case Community.Door.APPLICATION:
            raise Forbidden("community.asks", "This community is joined by application.")


def _require_place(community: Community) -> None:
    if free_places(community) == 0:
        raise Conflict("community.full", "Every place is taken.")


def _come_in(
    community: Community, user: User, role: Role, code: str | None = None, host: Member | None = None, *,
    was_theirs: bool = False,
) -> Member:  # fmt: skip
    member, came = _seat(community, user, role)
    if came:
        invitation = invitations.redeem(code, community) if code else None
        if host := invitation.by if invitation else host:
            _note_host(member, host)
        if access.outranks(role, Role.MEMBER):
            cause = Cause("return role") if was_theirs else Cause("come in as", actor=host)
            offices.tell(member, Role.MEMBER, role, cause)
        _welcome(member)
        if invitation:
            for greet in _hosts:
                greet(member, invitation)
    return member


def _after_ban(community: Community, user: User) -> Role | None:
    """The role of somebody who may come back after a suspension, whatever the door; raises `member.banned` before."""
    ban = Ban.objects.select_for_update().filter(community=community, user=user.pk).first()
    if ban is None:
        return None
    if ban.holds():
        raise _banned(ban)
    ban.delete()
    return Role(ban.role)


def _banned(ban: Ban) -> Forbidden:
    until = ban.until.isoformat() if ban.until else None
    return Forbidden("member.banned", "You were suspended from this community.", until=until, reason=ban.reason)


def _note_host(member: Member, host: Member) -> None:
    """Who invited them first."""
    if Member.objects.filter(pk=member.pk, invited_by=None).update(invited_by=host):
        member.invited_by = host


def _welcome(member: Member) -> None:
    for welcome in _welcomers:
        welcome(member)
