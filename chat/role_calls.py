"""Roles that a text calls: `@moderators` calls those moderators who are there, as if each of them were named."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from community import lookups, text
from community.access import Role
from community.members.models import Member

# What each is called in a text, the form that stands for the others first. Everybody, and who looks on, is `@all`.
CALLED = {
    Role.OWNER: ("owners", "owner", "群主"),
    Role.ADMIN: ("admins", "admin", "管理员", "管理員"),
    Role.MODERATOR: ("moderators", "moderator", "版主"),
    Role.HOST: ("hosts", "host", "主持人"),
    Role.GREETER: ("greeters", "greeter", "接待员", "接待員"),
    Role.EXPERT: ("experts", "expert", "专家", "專家"),
    Role.CONTRIBUTOR: ("contributors", "contributor", "贡献者", "貢獻者"),
}
ROLES = {text.folded(name): role for role, names in CALLED.items() for name in names}
MOST = 200  # people of one role in one place who are looked for; nobody's role calls as many
# Of each place and role, at most so many who are there.
_SITTING = """
SELECT wanted.room, wanted.role, found.id
  FROM unnest(%s::bigint[], %s::text[]) AS wanted(room, role)
 CROSS JOIN LATERAL (
   SELECT member.id FROM members_member member JOIN chat_seat seat ON seat.member_id = member.id
    WHERE seat.room_id = wanted.room AND member.role = wanted.role AND member.left_at IS NULL LIMIT %s
 ) found
"""


@dataclass(frozen=True)
class Call:
    """Whom a text calls.

    Attributes:
        named: the ids of those whom it names.
        roles: the roles that it calls.
        reached: the ids of those of these roles who are there, its author left out.
    """

    named: tuple[int, ...] = ()
    roles: frozenset[Role] = frozenset()
    reached: frozenset[int] = frozenset()

    @property
    def people(self) -> list[int]:
        return sorted({*self.named, *self.reached})

    @property
    def amount(self) -> int:
        """How many it calls, a role counted as one: newcomers may call those who help them."""
        return len(self.named) + len(self.roles)


def roles(body: str, names: Iterable[str] = ()) -> frozenset[Role]:
    """The roles that a text calls.

    Args:
        names: folded, of people who are there: where one begins like a role, the longer one counts.
    """
    if "@" not in body:
        return frozenset()
    found = text.mentioned(body, {*ROLES, *names})
    return frozenset(ROLES[name] for name in found if name in ROLES)


def sitting(places: Collection[tuple[int, Role]]) -> dict[tuple[int, Role], list[int]]:
    """Of rooms and roles, who of the role sits in the room: one query, however many they are."""
    asked = sorted(places)
    found: dict[tuple[int, Role], list[int]] = {place: [] for place in asked}
    for room, role, member in lookups.rows(_SITTING, [[room for room, _ in asked], [role for _, role in asked], MOST]):
        found[room, Role(role)].append(member)
    return found


def counts(people: QuerySet[Member]) -> dict[Role, int]:
    """How many of these people each role calls; those that none of them has are left out."""
    rows = people.filter(role__in=CALLED).order_by().values_list("role").annotate(Count("pk"))
    found = {Role(role): count for role, count in rows}
    return {role: found[role] for role in CALLED if role in found}
