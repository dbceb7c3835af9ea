"""The base of every typed payload: what goes over the wire, both ways, is a subclass of `Shape`."""

from collections.abc import Iterable, Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from community.errors import InvalidInput


class Shape(BaseModel):
    """A payload with exactly these fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def parse(cls, data: object) -> Self:
        """Parse what a client sent; raises `input.invalid` with a reason per field."""
        if not isinstance(data, Mapping):
            raise InvalidInput("input.invalid", "An object was expected.", fields={"": "object_expected"})
        try:
            return cls.model_validate(dict(data))
        except ValidationError as error:
            raise InvalidInput("input.invalid", "Some fields are wrong.", fields=_reasons(error)) from None

    def wire(self) -> dict[str, Any]:
        return self.model_dump(mode="json")


def page(rows: Iterable[Shape], after: str | None) -> dict[str, object]:
    """The envelope of every list: its rows and the cursor of the next page, or None at the end."""
    return {"results": [row.wire() for row in rows], "next": after}


def _reasons(error: ValidationError) -> dict[str, str]:
    return {".".join(str(part) for part in row["loc"]): row["type"] for row in error.errors()}
