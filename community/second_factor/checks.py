"""A demand that is turned off where the site is not being worked on."""

from typing import Any

from django.conf import settings
from django.core import checks


@checks.register
def demand(**_: Any) -> list[checks.CheckMessage]:
    if settings.DEBUG or settings.OXBOW["SECOND_FACTOR"]:
        return []
    said = "OXBOW_SECOND_FACTOR is off and so is DEBUG: a password alone opens the admin."
    return [checks.Warning(said, id="second_factor.W001")]
