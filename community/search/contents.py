"""What of a message or a post can be found, beside its words."""

from collections.abc import Iterable
from typing import Any

from community.search.query import Has
from community.text import links

_KINDS: dict[str, Has] = {"image": "image", "voice": "voice", "document": "file"}


def text(body: str, files: Iterable[dict[str, Any]] | None) -> str:
    """Its words, and the names of its files."""
    return "\n".join([body, *(file["name"] for file in files or ())]).strip()


def has(body: str, files: Iterable[dict[str, Any]] | None) -> frozenset[Has]:
    """What `has:` finds it by."""
    linked: set[Has] = {"link"} if links(body) else set()
    return frozenset(linked | {_KINDS[file["kind"]] for file in files or () if file["kind"] in _KINDS})
