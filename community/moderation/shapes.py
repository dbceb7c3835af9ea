from typing import Annotated

from pydantic import AwareDatetime, Field

from community.shapes import Shape


class SilenceMember(Shape):
    until: AwareDatetime
    reason: Annotated[str, Field(max_length=300)] = ""


class Reason(Shape):
    reason: Annotated[str, Field(max_length=300)] = ""
