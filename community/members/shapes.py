from datetime import datetime
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field

from community import access
from community.access import Role
from community.members.models import Ban, Community, Invitation, Member, User
from community.members.visibility import sees, sees_silence
from community.shapes import Named, Shape, Shown

Hue = Annotated[int, Field(ge=0, le=359)]
Name = Annotated[str, Field(max_length=40), Named]
DisplayName = Annotated[str, Field(max_length=40), Shown]  # empty: the user name is shown
CommunityName = Annotated[str, Field(max_length=60), Named]
LocaleName = Literal["en", "zh-Hans", "zh-Hant"]
AudienceName = Literal["members", "hosts", "me"]


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
    title: str
    joined_at: datetime | None
    silenced_until: datetime | None

    @classmethod
    def of(cls, member: Member, reader: Member) -> "MemberShape":  # type: ignore[override]
        """As much as a reader of the same community sees. The member must come with `user` and `silence` selected."""
        silence = member.hush() if sees_silence(reader, member) else None
        return cls(
            **MemberRef.of(member).model_dump(),
            username=member.user.username if member.user and sees(reader, member, member.username_to) else None,
            bio=member.bio if sees(reader, member, member.bio_to) else "",
            title=member.title,
            joined_at=member.joined_at if sees(reader, member, member.joined_to) else None,
            silenced_until=silence.until if silence else None,
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
    door: Literal["open", "application", "invitation"]
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
    """What a member sees of it.

    Attributes:
        recall_minutes: for how long somebody may take a message of theirs back; 0 is not at all.
        rules_due: from when on the reader writes nothing before they accept the rules; None where nothing is asked.
    """

    id: int
    previews: bool
    recall_minutes: int
    rules_due: datetime | None
    me: MemberShape
    can: list[str]

    @classmethod
    def of(cls, member: Member, people: int) -> "CommunityShape":
        community = member.community
        return cls(
            **cls.fields_of(community, people, True),
            id=community.pk,
            previews=community.previews,
            recall_minutes=community.recall_minutes,
            rules_due=member.rules_due,
            me=MemberShape.of(member, member),
            can=access.of(member),
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
    door: Literal["open", "application", "invitation"] | None = None
    previews: bool | None = None
    recall_minutes: Annotated[int, Field(ge=0, le=60)] | None = None


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


class VisibilityShape(Shape):
    """Who sees what of the reader: that they are there, the line about themselves, since when, the name to sign in.

    Attributes:
        reading: who in rooms of a few sees how far one has read; one sees it of those who show it, too.
        door: who reads at the door that somebody who welcomes people vouches for the community.
    """

    presence: Literal["rooms", "nobody"]
    reading: Literal["rooms", "nobody"]
    door: Literal["everybody", "nobody"]
    bio: AudienceName
    joined_at: AudienceName
    username: AudienceName

    @classmethod
    def of(cls, member: Member) -> "VisibilityShape":
        presence: Literal["rooms", "nobody"] = "rooms" if member.shows_presence else "nobody"
        door: Literal["everybody", "nobody"] = "everybody" if member.vouches else "nobody"
        fields = {"bio": member.bio_to, "joined_at": member.joined_to, "username": member.username_to}
        reading: Literal["rooms", "nobody"] = "rooms" if member.shows_reading else "nobody"
        return cls(presence=presence, reading=reading, door=door, **fields)


class EditVisibility(Shape):
    presence: Literal["rooms", "nobody"] | None = None
    reading: Literal["rooms", "nobody"] | None = None
    door: Literal["everybody", "nobody"] | None = None
    bio: AudienceName | None = None
    joined_at: AudienceName | None = None
    username: AudienceName | None = None

    def changes(self) -> dict[str, object]:
        """The columns that are to be changed."""
        wanted: dict[str, object] = {"bio_to": self.bio, "joined_to": self.joined_at, "username_to": self.username}
        wanted["shows_presence"] = None if self.presence is None else self.presence == "rooms"
        wanted["shows_reading"] = None if self.reading is None else self.reading == "rooms"
        wanted["vouches"] = None if self.door is None else self.door == "everybody"
        return {name: value for name, value in wanted.items() if value is not None}
