"""Letting a mute, a silence or a suspension be over by vote."""

from datetime import datetime
from typing import Annotated, Literal

from django.db.models import QuerySet
from pydantic import Field

from community.clock import now
from community.errors import InvalidInput, NotFound
from community.governance import actions
from community.governance.actions import Action, Method, Prepared
from community.governance.models import Proposal
from community.members.models import Member
from community.moderation import sanctions
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry, Sanction
from community.rules import publicity, record
from community.shapes import Shape

GRADES = ("mute", "silence", "ban")


class LiftSanction(Shape):
    """What is to be over: of somebody whom the proposer names, or what a line of the public record tells of.

    Attributes:
        place: of a mute, such as `room:5`; without it all mutes of the member.
        entry: the number of the line; whom it is about is said nowhere then, unless the record names people.
    """

    member: int | None = None
    grade: Literal["mute", "silence", "ban"] = "silence"
    place: Annotated[str, Field(max_length=40)] = ""
    entry: int | None = None


def register() -> None:
    actions.register("lift", Action(LiftSanction, prepare, carry_out, "member.silence"))


def prepare(author: Member, wanted: LiftSanction) -> Prepared:
    """Raises `not_found` for what does not hold, or is not everybody's to know: that somebody was suspended."""
    if wanted.entry is not None:
        return _of_a_line(author, wanted.entry)
    if wanted.member is None:
        raise InvalidInput("input.invalid", "Say whose, or name a line of the record.", fields={"member": "missing"})
    if wanted.grade == Sanction.Grade.BAN and not publicity.tells_whom(author):
        raise NotFound("sanction")
    first = _held(author.community_id, wanted.member, wanted.grade, wanted.place)[0]
    return Prepared(wanted.model_dump(exclude={"entry"}), about=first.member, method=Method.TWO_THIRDS)


def carry_out(by: Moderator, proposal: Proposal, elected: tuple[str, ...]) -> None:
    """Raises `not_found` where it is over already; of a line of the record nobody is to learn that."""
    if "entry" in proposal.data:
        _let_be_over(by, proposal)
        return
    wanted = LiftSanction.model_validate(proposal.data)
    assert wanted.member is not None
    for sanction in _held(proposal.community_id, wanted.member, wanted.grade, wanted.place):
        sanctions.lift(by, sanction)


def _of_a_line(author: Member, entry_id: int) -> Prepared:
    """Nothing is looked at that not every member reads in the record: not whose it is, nor whether it holds."""
    entry = _lines(author.community_id).filter(pk=entry_id).first()
    if entry is None or _has_ended(entry):
        raise NotFound("sanction")
    told = {"entry": entry.pk, "grade": entry.act, "rule": entry.data.get("rule") or "", "at": entry.at.isoformat()}
    about = entry.member if publicity.of(author.community_id).names else None
    return Prepared(told, about=about, method=Method.TWO_THIRDS)


def _has_ended(entry: AuditEntry) -> bool:
    """By the end that was set when it was imposed, which the line tells."""
    until = entry.data.get("until")
    return bool(until) and datetime.fromisoformat(until) <= now()


def _let_be_over(by: Moderator, proposal: Proposal) -> None:
    entry = _lines(proposal.community_id).get(pk=proposal.data["entry"])
    imposed = Sanction.objects.select_related("member").filter(
        member=entry.member_id, grade=entry.act, place=entry.data.get("place") or "", at__lte=entry.at
    )
    sanction = imposed.order_by("-at", "-pk").first()
    if sanction and sanction.lifted_at is None and sanction.holds():
        sanctions.lift(by, sanction)


def _lines(community_id: int) -> QuerySet[AuditEntry]:
    """The lines of the record that tell of what hinders somebody."""
    return AuditEntry.objects.filter(record.of("member", GRADES), community=community_id).select_related("member")


def _held(community_id: int, member_id: int, grade: str, place: str) -> list[Sanction]:
    rows = Sanction.objects.select_related("member").filter(community=community_id, member=member_id, grade=grade)
    if place:
        rows = rows.filter(place=place)
    held = [sanction for sanction in rows.filter(lifted_at=None).order_by("-pk") if sanction.holds()]
    if not held:
        raise NotFound("sanction")
    return held
