"""What members are called and which role they hold."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from community import access, clock
from community.access import Role
from community.errors import Forbidden, InvalidInput, NotFound
from community.members import communities, guards, offices
from community.members.models import Member, User
from community.members.offices import Cause

# Told of what members call themselves, before it is written: upper layers may refuse it.
_judges: list[Callable[[int, str], None]] = []
_renaming: list[Callable[[Member, str], None]] = []


def when_named(judge: Callable[[int, str], None]) -> None:
    """Have a function called with the community's id and each name or line about oneself that somebody chooses."""
    _judges.append(judge)


def when_renaming(judge: Callable[[Member, str], None]) -> None:
    """Have a function called with each member who chooses a name, and the name, under the member's lock."""
    _renaming.append(judge)


def seen_by(user: User, member_id: int) -> tuple[Member, Member]:
    """Somebody, and who I am in the same community; raises `not_found` for strangers to it."""
    other = Member.objects.select_related("community", "user", "silence").filter(pk=member_id).first()
    me = other and Member.objects.of_user(user).filter(community=other.community_id).first()
    if other is None or me is None:
        raise NotFound("member")
    return other, me


@transaction.atomic
def edit_own(member: Member, changes: dict[str, object]) -> Member:
    """Change one's own name, bio and colour in a community.

    Raises:
        Forbidden: `member.silenced`, `words.blocked`; `name.cleared` for a name that was taken away.
    """
    if not changes:
        return member
    access.require_voice(member)
    for words in (str(changes[name]) for name in ("name", "bio") if name in changes):
        for judge in _judges:
            judge(member.community_id, words)
    if "name" in changes:
        _judge_name(member, str(changes["name"]))
    for name, value in changes.items():
        setattr(member, name, value)
    member.save(update_fields=[*changes, "folded_name"])
    return member


def _judge_name(member: Member, name: str) -> None:
    """Under the lock, so that nobody takes back a name in the moment in which it is taken away."""
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    for judge in _renaming:
        judge(member, name)


@transaction.atomic
def give_role(actor: Member, member: Member, role: Role) -> Member:
    """Give a role below one's own to somebody below oneself; owners may make owners.

    Raises:
        Forbidden: `forbidden`, `member.outranked` where either role is not below the actor's, or `governance.by_vote`.
        Conflict: `member.last_owner`; `member.role_changed` where somebody else was faster.
    """
    access.require(actor, "member.role")
    if actor.role != Role.OWNER and not (
        access.outranks(actor.role, role) and access.outranks(actor.role, member.role)
    ):
        raise Forbidden("member.outranked", "Only roles below your own are yours to give.", role=role)
    guards.require_free(actor.community_id, "role", role, member.role)
    act = "give role" if access.outranks(role, member.role) else "take role"
    return put_role(member, role, Cause(act, actor=actor))


@transaction.atomic
def put_role(member: Member, role: Role, cause: Cause) -> Member:
    """Have a member hold a role, whoever decided it. Asks for no right.

    Raises:
        Conflict: `member.last_owner`, `member.role_changed`.
    """
    if role != Role.OWNER:
        communities.require_another_owner(member)
    if offices.put(member, role, cause):
        communities.close_gate(member.community_id)
    return member


def edit_account(user: User, changes: dict[str, object]) -> User:
    """Change one's account.

    Raises:
        InvalidInput: `input.invalid` for a time zone that does not exist, or no e-mail address.
    """
    zone = changes.get("timezone")
    if zone is not None and not clock.is_zone(str(zone)):
        raise InvalidInput("input.invalid", "There is no such time zone.", fields={"timezone": "unknown"})
    if changes.get("email"):
        _require_address(str(changes["email"]))
    for name, value in changes.items():
        setattr(user, name, value)
    if changes:
        user.save(update_fields=list(changes))
    return user


def _require_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise InvalidInput("input.invalid", "This is no e-mail address.", fields={"email": "unknown"}) from None
