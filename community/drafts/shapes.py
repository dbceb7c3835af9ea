from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from community.drafts.models import Draft
from community.realtime.shapes import Event
from community.shapes import Shape


class DraftShape(Shape):
    place: str
    body: str
    data: dict[str, Any]
    updated_at: datetime

    @classmethod
    def of(cls, draft: Draft) -> "DraftShape":
        return cls(place=draft.place, body=draft.body, data=draft.data, updated_at=draft.updated_at)


class SaveDraft(Shape):
    body: Annotated[str, Field(max_length=50_000)]
    data: dict[str, str | int | list[str] | None] = {}


class DraftSaved(Event):
    """Somebody's draft changed on one of their devices; an empty body means that it is gone."""

    on: Literal["draft.saved"] = "draft.saved"
    draft: DraftShape
