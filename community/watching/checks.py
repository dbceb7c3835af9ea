"""Variables of this package that are wrong, or that make no sense together."""

from ipaddress import ip_network
from typing import Any

from django.conf import settings
from django.core import checks


@checks.register
def addresses(**_: Any) -> list[checks.CheckMessage]:
    return [
        checks.Error(f"METRICS_ALLOW names {word!r}, which is no address and no network.", id="watching.E001")
        for word in settings.OXBOW["METRICS_ALLOW"]
        if not _is_network(word)
    ]


@checks.register
def a_port_without_a_folder(**_: Any) -> list[checks.CheckMessage]:
    if not settings.OXBOW["METRICS_PORT"] or settings.OXBOW["METRICS_DIR"]:
        return []
    said = "METRICS_PORT is set and METRICS_DIR is not: a worker's children count, and its port tells nothing of it."
    return [checks.Warning(said, id="watching.W001")]


def _is_network(word: str) -> bool:
    try:
        ip_network(word, strict=False)
    except ValueError:
        return False
    return True
