from datetime import datetime
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field

from community import access, clock
from community.access import Role
from community.members.models import Ban, Community, Invitation, Member, User
from community.shapes import Named, Shape, Shown

Hue = Annotated[int, Field(ge=0, le=359)]
Name = Annotated[str, Field(max_length=40), Named]
DisplayName = Annotated[str, Field(max_length=40), Shown]  # empty: the user name is shown
CommunityName = Annotated[str, Field(max_length=60), Named]
LocaleName = Literal["en", "zh-Hans", "zh-Hant"]


class MemberRef(Shape):
    id: int
    name: str
    hue: int
    role: Role

    @classmethod
    def of(cls, member: Member) -> "MemberRef":
        return _ref(member.pk, member.name, member.hue, member.role)


@lru_cache(10_000)
def _ref(pk: int, name: str, hue: int, role: str) -> MemberRef:
    """Made once: the same few people stand in every page."""
    return MemberRef(id=pk, name=name, hue=hue, role=Role(role))


class MemberShape(MemberRef):
    username: str | None
    bio: str
    joined_at: datetime
    silenced_until: datetime | None

    @classmethod
    def of(cls, member: Member) -> "MemberShape":
        """The member must come with `user` and `silence` selected."""
        silence = getattr(member, "silence", None)
        return cls(
            **MemberRef.of(member).model_dump(),
            username=member.user.username if member.user else None,
            bio=member.bio,
            joined_at=member.joined_at,
            silenced_until=silence.until if silence and silence.until > clock.now() else None,
        )


class Door(Shape):
    """What a stranger sees of a community before joining."""

    slug: str
    name: str
    purpose: str
    audience: str
    slogan: str
    rules: str
    locale: LocaleName
    hue: int
    people: int
    door: Literal["open", "invitation"]
    member: bool

    @classmethod
    def fields_of(cls, community: Community, people: int, member: bool) -> dict[str, object]:
        plain = ("slug", "name", "purpose", "audience", "slogan", "rules", "locale", "hue", "door")
        return {name: getattr(community, name) for name in plain} | {"people": people, "member": member}


class Suspension(Shape):
    """That an account was kept out; once it holds no more, the account comes back as it was, whatever the door."""

    until: datetime | None
    reason: str
    holds: bool

    @classmethod
    def of(cls, ban: Ban) -> "Suspension":
        return cls(until=ban.until, reason=ban.reason, holds=ban.holds())


class SuspendedDoor(Door):
    """What somebody who was suspended sees of it."""

    ban: Suspension


class CommunityShape(Door):
    """What a member sees of it."""

    id: int
    previews: bool
    me: MemberShape
    can: list[str]

    @classmethod
    def of(cls, member: Member, people: int) -> "CommunityShape":
        community = member.community
        return cls(
            **cls.fields_of(community, people, True),
            id=community.pk,
            previews=community.previews,
            me=MemberShape.of(member),
            can=access.of(member.role),
        )


class UserShape(Shape):
    id: int
    username: str
    display_name: str
    locale: LocaleName
    timezone: str
    hue: int
    email: str
    staff: bool

    @classmethod
    def of(cls, user: User) -> "UserShape":
        plain = ("id", "username", "display_name", "locale", "timezone", "hue", "email")
        return cls(**{name: getattr(user, name) for name in plain}, staff=user.is_staff)


class Me(Shape):
    user: UserShape | None
    communities: list[CommunityShape]


class InvitationShape(Shape):
    code: str
    url: str
    expires_at: datetime | None
    uses_left: int | None

    @classmethod
    def of(cls, invitation: Invitation, site: str) -> "InvitationShape":
        left = None if invitation.max_uses is None else max(invitation.max_uses - invitation.uses, 0)
        return cls(
            code=invitation.code,
            url=f"{site}/join/{invitation.code}",
            expires_at=invitation.expires_at,
            uses_left=left,
        )


class InvitationDoor(Shape):
    door: Door
    by: str


class EditUser(Shape):
    display_name: DisplayName | None = None
    locale: LocaleName | None = None
    timezone: str | None = None
    hue: Hue | None = None
    email: Annotated[str, Field(max_length=254)] | None = None


class EditCommunity(Shape):
    name: CommunityName | None = None
    purpose: Annotated[str, Field(max_length=500)] | None = None
    audience: Annotated[str, Field(max_length=300)] | None = None
    slogan: Annotated[str, Field(max_length=120)] | None = None
    rules: Annotated[str, Field(max_length=10_000)] | None = None
    hue: Hue | None = None
    door: Literal["open", "invitation"] | None = None
    previews: bool | None = None


class SetUp(Shape):
    username: Annotated[str, Field(min_length=2, max_length=40)]
    password: Annotated[str, Field(min_length=8, max_length=128)]
    display_name: DisplayName = ""
    name: CommunityName
    slug: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    purpose: Annotated[str, Field(max_length=500)] = ""
    audience: Annotated[str, Field(max_length=300)] = ""
    slogan: Annotated[str, Field(max_length=120)] = ""
    rules: Annotated[str, Field(max_length=10_000)] = ""
    locale: LocaleName = "en"


class SetUpNeeded(Shape):
    needed: bool


class JoinCommunity(Shape):
    invitation: str | None = None


class NewInvitation(Shape):
    days: Annotated[int, Field(ge=1, le=30)] | None = 7
    uses: Annotated[int, Field(ge=1, le=1000)] | None = 100


class EditMember(Shape):
    role: Role | None = None
    name: Name | None = None
    bio: Annotated[str, Field(max_length=200)] | None = None
    hue: Hue | None = None
