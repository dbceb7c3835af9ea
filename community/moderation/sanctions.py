"""The ladder: a notice, a mute in one room, silence everywhere, suspension. Each is told, and can be lifted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction

from community import access
from community.clock import now
from community.errors import Conflict, Forbidden, InvalidInput
from community.members import communities
from community.members.models import Ban, Member, Mute, Silence, User
from community.members.offices import Cause
from community.moderation import audit, reserved
from community.moderation.audit import Moderator
from community.moderation.models import Case, Sanction
from community.notifications import notices

LONGEST = timedelta(days=3660)
# Told of each, inside the transaction: upper layers draw their conclusions.
_imposed: list[Callable[[Sanction], None]] = []
_lifted: list[Callable[[Sanction], None]] = []
# How long each step of the ladder lasts by default: those of Discourse.
LADDER = (timedelta(days=1), timedelta(days=3), timedelta(days=7), timedelta(days=30))
Grade = Sanction.Grade


@dataclass(frozen=True)
class Penalty:
    """What follows.

    Attributes:
        until: its end, in the future; a notice has none, a suspension may have none.
        place: where a mute holds, such as `room:5`.
    """

    grade: str
    until: datetime | None = None
    place: str = ""


def when_imposed(listener: Callable[[Sanction], None]) -> None:
    _imposed.append(listener)


def when_lifted(listener: Callable[[Sanction], None]) -> None:
    _lifted.append(listener)


@transaction.atomic
def impose(
    by: Moderator, member: Member, penalty: Penalty, *, rule: str = "", reason: str = "", case: Case | None = None
) -> Sanction:
    """Have something follow for a member of a lower role, who is told what, why, until when and how to appeal.

    Of the same kind in the same place, a new one takes the place of the old.

    Args:
        rule: the article of the community's rules that it goes by.

    Raises:
        InvalidInput: the moment has passed, or the grade wants one, or a place.
        Forbidden: `forbidden`, or `member.outranked`: the member is not of a lower role.
        Conflict: `member.last_owner`; `member.no_account` where there is nobody to suspend.
    """
    by.require("member.silence")
    _require_lower_role(by, member)
    penalty = _checked(penalty)
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)  # of two at once, one takes the other's place
    reserved.require_imposing(by, member, case, penalty.grade, penalty.until)
    _in_force(member, penalty.grade, penalty.place).update(lifted_at=now(), lifted_by=by.account)
    made = Sanction.objects.create(
        community_id=member.community_id, member=member, case=case, grade=penalty.grade, place=penalty.place,
        until=penalty.until, rule=rule, reason=reason, by=by.account, vote=by.vote.object if by.vote else "",
    )  # fmt: skip
    _enforce(by, made)
    until = made.until.isoformat() if made.until else None
    told: dict[str, object] = {"until": until, "rule": rule, "place": made.place}
    audit.record(by, made.grade, member, member.community_id, member, reason, **told)
    _tell(by, made, told)
    for listener in _imposed:
        listener(made)
    return made


@transaction.atomic
def lift(by: Moderator, sanction: Sanction) -> None:
    """Let it be over; a suspended member may come back as they were. Twice is once.

    Raises:
        Forbidden: `forbidden`, or `member.outranked`: so nobody lifts what was imposed on themselves.
    """
    by.require("member.silence")
    _require_lower_role(by, sanction.member)
    let_go(by, sanction)


@transaction.atomic
def let_go(by: Moderator, sanction: Sanction) -> None:
    """The same without a look at roles: who hears an appeal may stand below whom it is about."""
    reserved.require_lifting(by, sanction)
    over = {"lifted_at": now(), "lifted_by": by.account}
    if Sanction.objects.filter(pk=sanction.pk, lifted_at=None).update(**over):
        _release(sanction)
        audit.record(by, f"lift {sanction.grade}", sanction.member, sanction.community_id, sanction.member)
        if sanction.member.is_present():
            key = f"lifted:{sanction.pk}"
            data = {"grade": sanction.grade, "place": sanction.place, "sanction": sanction.pk}
            notices.tell(sanction.member, "sanction_lifted", key=key, data=data)
        for listener in _lifted:
            listener(sanction)


def in_force(member: Member, grade: str) -> list[Sanction]:
    """Those of a grade that nobody has lifted, the newest first."""
    return list(_in_force(member, grade).order_by("-pk"))


def of_account(user: User, slug: str) -> list[Sanction]:
    """What an account has had imposed on it in a community, the newest first; the suspended may read it too."""
    mine = Sanction.objects.filter(member__user=user.pk, community__slug=slug)
    return list(mine.select_related("appeal", "community").order_by("-pk")[:50])


def next_step(member: Member) -> timedelta:
    """How long the next sanction lasts, if nobody wants it otherwise: longer each time within a year."""
    year = Sanction.objects.filter(member=member, at__gt=now() - timedelta(days=365), lifted_at=None)
    return LADDER[min(year.exclude(grade=Grade.NOTICE).count(), len(LADDER) - 1)]


def require_voice_in(member: Member, place: str) -> None:
    """Raise `member.muted` while the member may not write in a place."""
    row = member.mutes.filter(place=place, until__gt=now()).first()
    if row:
        message = "A moderator has muted you here."
        raise Forbidden("member.muted", message, until=row.until.isoformat(), reason=row.reason)


def _in_force(member: Member, grade: str, place: str | None = None):
    rows = Sanction.objects.filter(member=member, grade=grade, lifted_at=None).exclude(grade=Grade.NOTICE)
    return rows if place is None else rows.filter(place=place)


def _checked(penalty: Penalty) -> Penalty:
    """The penalty with nothing in it that its grade does not have; raises `input.invalid`."""
    grade, until = Grade(penalty.grade), penalty.until
    if grade == Grade.NOTICE:
        return Penalty(grade)
    if until is None and grade != Grade.BAN:
        raise InvalidInput("input.invalid", "This has an end.", fields={"until": "missing"})
    if until and not now() < until <= now() + LONGEST:
        raise InvalidInput("input.invalid", "Choose a moment in the next ten years.", fields={"until": "out_of_range"})
    if grade == Grade.MUTE and not penalty.place:
        raise InvalidInput("input.invalid", "A mute has a place.", fields={"place": "missing"})
    return Penalty(grade, until.astimezone(UTC) if until else None, penalty.place if grade == Grade.MUTE else "")


def _enforce(by: Moderator, sanction: Sanction) -> None:
    told: dict[str, object] = {"until": sanction.until, "reason": sanction.reason}
    match sanction.grade:
        case Grade.MUTE:
            Mute.objects.update_or_create(member=sanction.member, place=sanction.place, defaults=told)
        case Grade.SILENCE:
            defaults = told | {"by": by.member, "created_at": now()}
            Silence.objects.update_or_create(member=sanction.member, defaults=defaults)
        case Grade.BAN:
            _ban(by, sanction.member, told)


def _ban(by: Moderator, member: Member, told: dict[str, object]) -> None:
    if member.user_id is None:
        raise Conflict("member.no_account", "Nobody signs in as this member.")
    kept = {"role": member.role} if member.is_present() else {}
    Ban.objects.update_or_create(community_id=member.community_id, user_id=member.user_id, defaults=told | kept)
    if member.is_present():
        communities.leave(member, Cause("rest role", by.member, by.staff))


def _release(sanction: Sanction) -> None:
    member = sanction.member
    match sanction.grade:
        case Grade.MUTE:
            Mute.objects.filter(member=member, place=sanction.place).delete()
        case Grade.SILENCE:
            Silence.objects.filter(member=member).delete()
        case Grade.BAN:
            Ban.objects.filter(community=sanction.community_id, user=member.user_id).update(until=now())


def _tell(by: Moderator, sanction: Sanction, told: dict[str, object]) -> None:
    """Whoever was suspended has no inbox here any more: the door says it."""
    if sanction.grade != Grade.BAN:
        data = told | {"grade": sanction.grade, "sanction": sanction.pk}
        if sanction.vote:
            data["vote"] = sanction.vote
        key = f"sanction:{sanction.pk}"
        notices.tell(sanction.member, "sanctioned", actor=by.member, key=key, excerpt=sanction.reason, data=data)


def _require_lower_role(by: Moderator, member: Member) -> None:
    role = _role_of(member)
    if by.member and not access.outranks(by.member.role, role):
        raise Forbidden("member.outranked", "This member's role is not below yours.", role=role)


def _role_of(member: Member) -> str:
    """Whoever is suspended stands where they stood: their role rests, and comes back with them."""
    if member.is_present():
        return member.role
    resting = Ban.objects.filter(community=member.community_id, user=member.user_id).values_list("role", flat=True)
    return resting.first() or member.role
