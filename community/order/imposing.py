"""Having something follow for a member from the app, and letting it be over: with no case, by the verbs of cases."""

from dataclasses import dataclass
from datetime import datetime

from community import access
from community.errors import Forbidden, NotFound
from community.members.models import Member, User
from community.moderation import citing, sanctions
from community.moderation.audit import Moderator
from community.moderation.models import Sanction
from community.moderation.sanctions import Penalty
from community.rules import places

SHOWN = 20  # of a member's sanctions


@dataclass(frozen=True)
class Wanted:
    """What is to follow, by which article, and why.

    Attributes:
        place: where a mute holds, such as `room:5`.
    """

    grade: str
    until: datetime | None
    place: str
    article: str
    reason: str


def impose(me: Member, member: Member, wanted: Wanted) -> Sanction:
    """Have something follow for a member of a lower role.

    Raises:
        NotFound: a room that the moderator does not see.
        Forbidden: `forbidden`, and what `sanctions.impose` raises beside.
        InvalidInput: what `citing.cited` and `sanctions.impose` raise.
    """
    by = Moderator(member=me)
    by.require("member.silence")
    why = citing.cited(me.community, wanted.article, wanted.reason)
    if wanted.grade == Sanction.Grade.MUTE and wanted.place not in places.of(me, [wanted.place]):
        raise NotFound("room")
    penalty = Penalty(wanted.grade, wanted.until, wanted.place)
    return sanctions.impose(by, member, penalty, rule=why.rule, reason=why.reason)


def seen_by(user: User, sanction_id: int) -> tuple[Sanction, Member]:
    """A sanction, and who an account is in its community; raises `not_found` for strangers to it."""
    found = Sanction.objects.select_related("member__user", "member__community").filter(pk=sanction_id).first()
    me = Member.objects.of_user(user).filter(community=found.community_id).first() if found else None
    if found is None or me is None:
        raise NotFound("sanction")
    return found, me


def lift(me: Member, sanction: Sanction) -> None:
    """Let it be over; raises `case.involved` for one's own, and what `sanctions.lift` raises."""
    by = Moderator(member=me)
    by.require("member.silence")
    if sanction.member_id == me.pk:
        raise Forbidden("case.involved", "This is about yourself: somebody else has to decide.")
    sanctions.lift(by, sanction)


def of(me: Member, member: Member) -> list[Sanction]:
    """What was imposed on a member, the newest first; for those who may impose."""
    access.require_to_read(me, "member.silence")
    return list(Sanction.objects.filter(member=member).order_by("-pk")[:SHOWN])
