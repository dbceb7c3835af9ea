"""Writing the audit, for acts in the web app and in the admin alike."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from community import access
from community.errors import Forbidden, Unauthenticated
from community.members.models import Member, User
from community.moderation.models import AuditEntry, AuditWords
from community.moderation.models.audit import SEALED


@dataclass(frozen=True)
class Vote:
    """The members together: what they decided is carried out, with the capability that this takes.

    Attributes:
        object: what was decided, such as `proposal:5`.
        also: further capabilities that it takes.
    """

    object: str
    capability: str
    also: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Moderator:
    """Who acts: a member with a role, staff in the admin, who need no membership, all together by a vote, or a rule.

    Attributes:
        is_rule: what follows by itself from what is set, such as the silence after a flood.
        speaker: whose words its reasons are, where that is nobody who acts: who proposed what was voted on.
    """

    member: Member | None = None
    staff: User | None = None
    vote: Vote | None = None
    is_rule: bool = False
    speaker: Member | None = None

    @property
    def account(self) -> User | None:
        """The account behind it."""
        return self.staff or (self.member.user if self.member else None)

    def require(self, capability: str) -> None:
        if self.staff or self.is_rule:
            return
        if self.vote:
            self._require_decided(self.vote, capability)
            return
        if self.member is None:
            raise Unauthenticated
        access.require(self.member, capability)

    @staticmethod
    def _require_decided(vote: Vote, capability: str) -> None:
        if capability != vote.capability and capability not in vote.also:
            raise Forbidden("forbidden", "This was not decided.", capability=capability)


BY_ITSELF = Moderator(is_rule=True)


@dataclass(frozen=True)
class Words:
    """What somebody wrote, of which an entry keeps a seal only, so that the words can go when they are forgotten."""

    text: str
    by: Member | None


def record(
    by: Moderator, act: str, thing: Model, community_id: int, about: Member | None, reason: str = "", **data: Any
) -> None:
    """Write an act down, inside the transaction that does it.

    Args:
        reason: in the words of who acts; those of somebody else are `Words`, in `data` as well.
    """
    said = {name: value for name, value in data.items() if isinstance(value, Words)}
    said["reason"] = Words(reason, by.member or by.speaker)
    kept = [AuditWords.made(name, words.text, words.by) for name, words in said.items() if words.text]
    data |= {name: "" for name in said if name in data}
    if by.vote:
        data["vote"] = by.vote.object
    if kept:
        data[SEALED] = {one.field: one.digest() for one in kept}
    entry = AuditEntry.objects.create(
        community_id=community_id,
        actor=by.member,
        staff=by.staff,
        act=act,
        object=f"{thing._meta.model_name}:{thing.pk}",
        member=about,
        data=data,
    )
    for one in kept:
        one.entry = entry
    if kept:
        AuditWords.objects.bulk_create(kept)
