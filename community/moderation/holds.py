"""Holding back what is written until a moderator has read it: nothing is lost, and nobody else reads it before.

Whoever keeps a kind of words registers how it is published. The author's client keeps it under the id that it gave it;
under that id it appears, or is refused.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from community import access
from community.clock import now
from community.errors import Conflict, Forbidden, NotFound
from community.files import attaching, carriers
from community.members.models import Member, User
from community.moderation import targets
from community.moderation.audit import Moderator
from community.moderation.models import Case, Hold
from community.moderation.targets import Kind, Line, Target
from community.notifications import notices

Publish = Callable[[Member, Hold], str]  # gives the object that it became, such as `message:812`
CARRIER = "hold"  # of files: what waits keeps them from being tidied away
_publishers: dict[str, Publish] = {}


@dataclass(frozen=True)
class Submission:
    """Something that is to be held.

    Attributes:
        place: where it is to stand: `room:5`, `thread:2` or `category:3`.
        path: where that is in the app.
        sent: all that is needed to publish it, JSON-serialisable.
    """

    author: Member
    kind: str
    client_id: UUID
    place: str
    path: str
    words: str
    sent: dict[str, Any]


def register(kind: str, publish: Publish) -> None:
    _publishers[kind] = publish


@transaction.atomic
def hold(wanted: Submission, found: str) -> Hold:
    """Keep something until a moderator has read it; the same again is one."""
    told = {
        "community_id": wanted.author.community_id, "kind": wanted.kind, "place": wanted.place,
        "path": wanted.path, "words": wanted.words, "written": wanted.sent, "found": found,
    }  # fmt: skip
    held, is_new = Hold.objects.get_or_create(member=wanted.author, client_id=wanted.client_id, defaults=told)
    if is_new:
        attaching.attach(CARRIER, [(pk, held.pk) for pk in attaching.not_shared(wanted.sent.get("files", ()))])
    return held


def answers(wanted: Sequence[tuple[int, UUID]]) -> dict[tuple[int, UUID], Forbidden]:
    """What authors are told of those that were held before, by the authors' ids and their clients' ids of them."""
    members, ids = {pk for pk, _ in wanted}, {again for _, again in wanted}
    rows = Hold.objects.filter(member__in=members, client_id__in=ids, published_as="")
    return {(row.member_id, row.client_id): refusal(row) for row in rows}


def require_new(author: Member, client_id: UUID) -> None:
    """Raise what the author was told, if this was held before."""
    if told := answers([(author.pk, client_id)]):
        raise next(iter(told.values()))


def may_read(user: User, hold_id: int) -> bool:
    """Whether an account may see the files of what waits: their owner, and those who decide."""
    held = Hold.objects.select_related("member").filter(pk=hold_id).first()
    if held is None:
        return False
    me = Member.objects.of_user(user).filter(community=held.community_id).first()
    return me is not None and (me.pk == held.member_id or access.can(me, "case.settle"))


def refusal(held: Hold) -> Forbidden:
    """What its author is told: that it waits, or that it was refused."""
    if held.waits():
        return Forbidden("post.held", "A moderator reads it before it appears.", hold=held.pk)
    return Forbidden("post.refused", "A moderator decided against it.", hold=held.pk)


@transaction.atomic
def take_back(user: User, hold_id: int) -> None:
    """Give up something of one's own that waits; raises `not_found`, or `post.decided` where it waits no more."""
    held = Hold.objects.select_for_update().filter(pk=hold_id, member__user=user.pk).first()
    if held is None:
        raise NotFound("hold")
    if not held.waits():
        raise Conflict("post.decided", "A moderator has decided already.")
    Case.objects.filter(object=f"hold:{held.pk}", settled_at=None).update(settled_at=now(), verdict=Case.Verdict.HIDE)
    attaching.take_again(CARRIER, held.pk)
    held.delete()


def of_member(member: Member) -> list[Hold]:
    """What of a member's waits or was refused, the newest first."""
    return list(Hold.objects.filter(member=member, published_as="").order_by("-pk")[:50])


def publish(by: Moderator, hold_id: int) -> None:
    """Publish what waits, as if its author had just sent it; raises what stands against that by now."""
    held = _held(hold_id)
    if held.published_as:
        return
    author = Member.objects.select_related("silence", "community").get(pk=held.member_id)
    attaching.take_again(CARRIER, held.pk)
    held.published_as, held.refused_at = _publishers[held.kind](author, held), None
    held.save(update_fields=["published_as", "refused_at"])
    _tell(held, "published")


def refuse(by: Moderator, hold_id: int, reason: str, rule: str = "") -> None:
    """Decide against it; what was published before is hidden."""
    held = _held(hold_id)
    if held.published_as:
        targets.hide(by, held.published_as, reason, rule)
    elif held.waits():
        attaching.release(CARRIER, held.pk)
        Hold.objects.filter(pk=held.pk).update(refused_at=now())
        _tell(held, "refused", reason)


def wait_again(by: Moderator, hold_id: int) -> None:
    """Undo a refusal."""
    held = _held(hold_id)
    if held.published_as:
        targets.restore(by, held.published_as)
    attaching.keep_on(CARRIER, held.pk)
    Hold.objects.filter(pk=hold_id).update(refused_at=None)


def found(hold_id: int) -> Target | None:
    held = Hold.objects.select_related("member").filter(pk=hold_id).first()
    return target(held) if held else None


def around(hold_id: int) -> list[Line]:
    held = Hold.objects.select_related("member").get(pk=hold_id)
    return [Line(held.member.name, held.words, held.at, True, held.member_id)]


def target(held: Hold) -> Target:
    return Target(
        object=f"hold:{held.pk}", author=held.member, place=held.place, path=held.path, words=held.words,
        stands=held.refused_at is None,
    )  # fmt: skip


def _held(hold_id: int) -> Hold:
    held = Hold.objects.select_for_update().select_related("member").filter(pk=hold_id).first()
    if held is None:
        raise NotFound("hold")
    return held


def _tell(held: Hold, outcome: str, reason: str = "") -> None:
    if held.member.is_present():
        data = {"outcome": outcome, "hold": held.pk, "client_id": str(held.client_id)}
        key = f"hold:{held.pk}:{outcome}"
        notices.tell(held.member, "held_decided", key=key, excerpt=reason or held.words, place=held.place, data=data)


def _nobody(user: User, hold_id: int) -> tuple[Target, Member]:
    """What nobody reads, nobody reports."""
    raise NotFound("hold")


carriers.register(CARRIER, may_read)
targets.register("hold", Kind(_nobody, found, around, refuse, wait_again, publish, tells=False))
