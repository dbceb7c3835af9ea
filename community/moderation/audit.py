"""Writing the audit, for acts in the web app and in the admin alike."""

from dataclasses import dataclass

from django.db.models import Model

from community import access
from community.errors import Unauthenticated
from community.members.models import Member, User
from community.moderation.models import AuditEntry


@dataclass(frozen=True)
class Moderator:
    """Who acts: a member with a role, or staff in the admin, who need no membership."""

    member: Member | None = None
    staff: User | None = None

    @property
    def account(self) -> User | None:
        """The account behind it."""
        return self.staff or (self.member.user if self.member else None)

    def require(self, capability: str) -> None:
        if self.staff:
            return
        if self.member is None:
            raise Unauthenticated
        access.require(self.member.role, capability)


def record(by: Moderator, act: str, thing: Model, community_id: int, about: Member | None, reason: str = "", **data):
    """Write an act down, inside the transaction that does it."""
    AuditEntry.objects.create(
        community_id=community_id,
        actor=by.member,
        staff=by.staff,
        act=act,
        object=f"{thing._meta.model_name}:{thing.pk}",
        member=about,
        reason=reason,
        data=data,
    )
