"""Which sites a text links to, however their names are written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import normalize

from community.moderation.filters.entries import Action
from community.search.words import SIGNS

EVERY = "*"
_DOTS = "[.。．｡]"
# Letters and signs do not stand in one label: whoever writes Chinese puts no space before an address.
_LETTER, _INNER = rf"[^\W_{SIGNS}]", rf"(?:[^\W{SIGNS}]|-)"
_LABEL = rf"(?:{_LETTER}(?:{_INNER}{{0,61}}{_LETTER})?|(?<![{SIGNS}])[{SIGNS}]{{1,63}})"
_SCHEME, _USER = rf"(?<!{_INNER})(?P<scheme>https?://|(?=www{_DOTS}))?", r"(?:[^\s@/]{1,64}@)?"
_NAME = rf"(?P<host>(?:{_LABEL}{_DOTS}){{1,8}}{_LABEL})"
_HOST = re.compile(_SCHEME + _NAME, re.IGNORECASE)
_HOST_OF_SOMEBODY = re.compile(_SCHEME + _USER + _NAME, re.IGNORECASE)
_ANY = re.compile(rf"\w{_DOTS}\w")


@dataclass(frozen=True)
class Site:
    """A domain with all below it, and what follows where it is linked to; `*` are all sites."""

    text: str
    action: Action

    @property
    def name(self) -> str:
        return host_name(self.text)


@dataclass(frozen=True)
class Linked:
    """A name of a site in a text.

    Attributes:
        is_link: whether it is written as an address. `node.js` looks like a site, and is none.
    """

    host: str
    is_link: bool
    start: int
    end: int


def links(text: str) -> Iterator[Linked]:
    if not _ANY.search(text):
        return
    for found in (_HOST_OF_SOMEBODY if "@" in text else _HOST).finditer(text):
        host = host_name(found["host"])
        yield Linked(host, found["scheme"] is not None, found.start("host"), found.end("host"))


def names(host: str) -> Iterator[str]:
    """A host and all domains above it, the most particular first."""
    labels = host.split(".")
    return (".".join(labels[place:]) for place in range(len(labels)))


def host_name(text: str) -> str:
    """A host as it is compared: in the letters that are sent over the wire."""
    plain = re.sub(_DOTS, ".", normalize("NFKC", text)).casefold().strip(". ")
    try:
        return plain.encode("idna").decode()
    except UnicodeError:
        return plain
