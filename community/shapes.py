"""The base of every typed payload: what goes over the wire, both ways, is a subclass of `Shape`."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Self
from unicodedata import category

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError, PydanticSerializationError

from community.errors import InvalidInput

DEEPEST = 16  # levels of what a client sends


class Shape(BaseModel):
    """A payload with exactly these fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def parse(cls, data: object) -> Self:
        """Parse what a client sent; raises `input.invalid` with a reason per field."""
        if not isinstance(data, Mapping):
            raise InvalidInput("input.invalid", "An object was expected.", fields={"": "object_expected"})
        try:
            return cls.model_validate(_storable(data))
        except ValidationError as error:
            raise InvalidInput("input.invalid", "Some fields are wrong.", fields=_reasons(error)) from None
        except ValueError:
            raise InvalidInput("input.invalid", "This cannot be stored.", fields={"": "not_storable"}) from None

    def wire(self) -> dict[str, Any]:
        return self.model_dump(mode="json")

    def encoded(self, without: set[str] | None = None) -> bytes:
        """The same as JSON, in UTF-8; half characters that an import brought along are shown as escapes.

        Args:
            without: the fields that are left out.
        """
        try:
            return self.__pydantic_serializer__.to_json(self, exclude=without)
        except PydanticSerializationError:
            text = json.dumps(self.model_dump(mode="json", exclude=without), ensure_ascii=False, separators=(",", ":"))
            return text.encode("utf-8", "backslashreplace")


def page(rows: Iterable[Shape], after: str | None) -> dict[str, object]:
    """The envelope of every list: its rows and the cursor of the next page, or None at the end."""
    return {"results": list(rows), "next": after}


def shown(text: str) -> str:
    """A text without outer space, or nothing where no sign of it can be seen."""
    return text.strip() if any(category(sign)[0] not in "CZ" for sign in text) else ""


def _named(text: str) -> str:
    if name := shown(text):
        return name
    raise PydanticCustomError("string_too_short", "A name has a sign that can be seen.")


Shown = AfterValidator(shown)
Named = AfterValidator(_named)  # for names, which nobody may leave blank


def _storable(value: Any, levels: int = DEEPEST) -> Any:
    """A value as the database can hold it, without NULs; raises ValueError for half characters and huge numbers."""
    if not levels:
        raise ValueError("Too deep.")
    match value:
        case str():
            value.encode()
            return value.replace("\x00", "")
        case int() if abs(value) >= 2**63:
            raise ValueError("Too large.")
        case Mapping():
            return {_storable(key): _storable(held, levels - 1) for key, held in value.items()}
        case list():
            return [_storable(held, levels - 1) for held in value]
    return value


def _reasons(error: ValidationError) -> dict[str, str]:
    return {".".join(str(part) for part in row["loc"]): row["type"] for row in error.errors()}
