from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime

from community.realtime.shapes import Event
from community.saved.models import Saved
from community.search.shapes import Hit
from community.shapes import Shape

KindName = Literal["message", "post", "thread"]


class SavedShape(Shape):
    """Something that the reader saved.

    Attributes:
        key: its kind and id, such as `message:5`.
        remind_at: when the reader wants to be reminded of it.
        thing: what is shown of it; None where it is gone, or not for the reader any more.
    """

    id: int
    key: str
    saved_at: datetime
    remind_at: datetime | None
    thing: Hit | None

    @classmethod
    def of(cls, saved: Saved, thing: Hit | None) -> "SavedShape":
        return cls(id=saved.pk, key=saved.key, saved_at=saved.saved_at, remind_at=saved.remind_at, thing=thing)


class Remind(Shape):
    at: AwareDatetime


class SavedKeys(Shape):
    """Everything that the reader saved, by key."""

    keys: list[str]


class SavedChanged(Event):
    """A member saved something, or keeps it no more; only their own devices are told."""

    on: Literal["saved.changed"] = "saved.changed"
    key: str
    saved: bool
