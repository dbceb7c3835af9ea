import json
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from community.drafts.models import Draft
from community.realtime.shapes import Event
from community.shapes import Shape

LARGEST = 4096  # bytes of what stands beside a draft's text


def _small(data: dict[str, Any]) -> dict[str, Any]:
    if len(json.dumps(data, ensure_ascii=False).encode()) > LARGEST:
        raise PydanticCustomError("too_long", "This is too much beside a draft.")
    return data


class DraftShape(Shape):
    place: str
    body: str
    data: dict[str, Any]
    rev: int
    updated_at: datetime

    @classmethod
    def of(cls, draft: Draft) -> "DraftShape":
        return cls(place=draft.place, body=draft.body, data=draft.data, rev=draft.rev, updated_at=draft.updated_at)


Revision = Annotated[int, Field(ge=0, lt=2**31)]


class SaveDraft(Shape):
    body: Annotated[str, Field(max_length=50_000)]
    data: Annotated[dict[str, str | int | list[str] | None], AfterValidator(_small)] = {}
    base: Revision | None = None


class DropDraft(Shape):
    """Done with: sent, or deleted. What was written after the revision that it was is another draft."""

    base: Revision | None = None


class DraftSaved(Event):
    """Somebody's draft changed on one of their devices; an empty body means that it is gone."""

    on: Literal["draft.saved"] = "draft.saved"
    draft: DraftShape
