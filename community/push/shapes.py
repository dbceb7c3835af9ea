import re
from base64 import urlsafe_b64decode
from typing import Annotated, Literal, Self

from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from community.members.models import User
from community.push import keys
from community.push.models import PlaceWishes, PushWishes
from community.shapes import Shape

LevelName = Literal["all", "mentions", "nothing"]
HourOfDay = Annotated[int, Field(ge=0, le=23)]


def _bytes_of(text: str) -> bytes:
    if not re.fullmatch(r"[\w-]*={0,2}", text, re.ASCII):
        raise PydanticCustomError("base64_expected", "This is not base64url.")
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _point(text: str) -> str:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes_of(text))
    except ValueError:
        raise PydanticCustomError("key_expected", "This is no public key.") from None
    return text


def _secret(text: str) -> str:
    if len(_bytes_of(text)) != 16:
        raise PydanticCustomError("key_expected", "This is no secret of 16 bytes.")
    return text


class QuietHours(Shape):
    """Hours of the account's own time zone, over midnight where the first is the later one."""

    first: HourOfDay
    last: HourOfDay

    @model_validator(mode="after")
    def _leaves_a_gap(self) -> Self:
        if self.first == self.last:
            raise PydanticCustomError("quiet_all_day", "Quiet hours leave some others.")
        return self

    @classmethod
    def of(cls, row: PushWishes | PlaceWishes) -> "QuietHours | None":
        if row.quiet_from is None or row.quiet_to is None:
            return None
        return cls(first=row.quiet_from, last=row.quiet_to)


class PushState(Shape):
    """What an account wants on its devices, and the key with which a browser subscribes."""

    key: str
    devices: int
    level: LevelName
    quiet: QuietHours | None
    hourly: bool
    hide: bool

    @classmethod
    def of(cls, user: User, wishes: PushWishes) -> "PushState":
        plain = {name: getattr(wishes, name) for name in ("level", "hourly", "hide")}
        return cls(key=keys.own().shown, devices=user.devices.count(), quiet=QuietHours.of(wishes), **plain)


class EditPush(Shape):
    level: LevelName | None = None
    quiet: QuietHours | None = None
    hourly: bool | None = None
    hide: bool | None = None

    def changes(self) -> dict[str, object]:
        """As columns; quiet hours end where they are given as null."""
        changes = self.model_dump(include={"level", "hourly", "hide"}, exclude_none=True)
        return changes | (columns(self.quiet) if "quiet" in self.model_fields_set else {})


class PlacePush(Shape):
    """What is wanted of one room or thread; null is as everywhere."""

    level: LevelName | None = None
    quiet: QuietHours | None = None
    hourly: bool | None = None

    @classmethod
    def of(cls, wishes: PlaceWishes) -> "PlacePush":
        return cls(level=wishes.level, quiet=QuietHours.of(wishes), hourly=wishes.hourly)

    def wanted(self) -> dict[str, object]:
        return {"level": self.level, "hourly": self.hourly} | columns(self.quiet)


def columns(quiet: QuietHours | None) -> dict[str, object]:
    return {"quiet_from": quiet and quiet.first, "quiet_to": quiet and quiet.last}


class DeviceKeys(Shape):
    p256dh: Annotated[str, Field(max_length=100), AfterValidator(_point)]
    auth: Annotated[str, Field(max_length=40), AfterValidator(_secret)]


class NewDevice(Shape):
    """A browser's subscription, as the Push API gives it."""

    endpoint: Annotated[str, Field(max_length=1000)]
    keys: DeviceKeys
    name: Annotated[str, Field(max_length=60)] = ""


class OldDevice(Shape):
    endpoint: Annotated[str, Field(max_length=1000)]


class PushNote(Shape):
    """What a device is told, encrypted for it alone. `tag` is the place: a new note takes the place of the old one.

    Attributes:
        still: the tags of all places where something is unread; notes of others are put away.
        path: where a tap leads.
    """

    title: str
    body: str
    tag: str
    path: str
    count: int
    locale: str
    still: list[str]
