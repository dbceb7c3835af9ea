"""Signs of spam, each of which moderators are told of, with a weight of 1 to 3.

Some are looked for in the letters of a text, folded and without gaps; others in the text as it was written, where
words matter. What they are worth together is learnt (`resemblance`).
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from community.moderation.filters import sites
from community.moderation.filters.letters import read
from community.trust.patterns import Patterns, matches

GRAVE = 3
_TRADE = "trade"  # what weighs nothing by itself


class Sign(NamedTuple):
    """Something that spam has."""

    name: str
    weight: int


def _listed() -> Iterator[tuple[str, str]]:
    """Each pattern of the file beside this one, with the head of its group."""
    head = ""
    for line in (Path(__file__).parent / "signs.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith((_LETTERS, _WORDS)):
            head = line
        elif line and not line.startswith("# "):
            yield head, line


_LETTERS, _WORDS = " letters]", " words]"
OF_LETTERS = Patterns(row for row in _listed() if row[0].endswith(_LETTERS))
OF_WORDS = Patterns(row for row in _listed() if row[0].endswith(_WORDS))
_SHORTENERS = {"bit.ly", "tinyurl.com", "t.me", "goo.gl", "is.gd", "t.cn", "url.cn", "discord.gg", "chat.whatsapp.com"}
_GRAVE = re.compile(r"\.(?:top|click|xyz|bet|casino|xxx|gift)$")  # ends of names that are given away, or say it
_DOUBTFUL = re.compile(r"\.(?:live|biz|finance|shop|store|cloud|icu|vip|win)$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_WALLET = re.compile(
    r"\b(?:bc1[a-z0-9]{20,}|0x[0-9a-fA-F]{40}|[13][1-9A-HJ-NP-Za-km-z]{25,34}|T[1-9A-HJ-NP-Za-km-z]{33})\b"
)
_OWN = 12  # letters beside a link, Chinese counting twice, below which nobody says why it is there
_SIGN = re.compile(r"[\u3400-\u9fff]")


def of(body: str, letters: str) -> dict[str, int]:
    """The weight of each kind of sign; two of a grave kind weigh one more, and a contact for a trade is grave.

    Args:
        letters: of the text, folded.
    """
    found: dict[str, int] = {}
    for text, known in ((letters, OF_LETTERS), (body.casefold(), OF_WORDS)):
        for head, patterns in known.having(text).items():
            sign = _sign(head)
            more = sign.weight > 1 and _are_several(patterns, text)
            found[sign.name] = max(found.get(sign.name, 0), sign.weight + more)
    if found.pop(_TRADE, None) is not None and "contact" in found:
        found["contact"] = GRAVE
    return found | _of_links(body)


@cache
def _sign(head: str) -> Sign:
    name, weight, _ = head.strip("[]").split()
    return Sign(name, int(weight))


def _are_several(patterns: list[re.Pattern[str]], text: str) -> bool:
    found = matches(patterns, text)
    first = next(found)
    return any(match != first for match in found)


def _of_links(body: str) -> dict[str, int]:
    hosts = [link.host for link in sites.links(body) if link.is_link]
    found = {"wallet": GRAVE} if _WALLET.search(body) else {}
    if not hosts:
        return found
    return found | {"link": max(map(_weight_of, hosts))} | ({"bare": 2} if _own_words(body) < _OWN else {})


def _weight_of(host: str) -> int:
    if _GRAVE.search(host):
        return GRAVE
    return 2 if host in _SHORTENERS or _DOUBTFUL.search(host) else 1


def _own_words(body: str) -> int:
    letters = read(_ADDRESS.sub(" ", body)).text
    return len(letters) + len(_SIGN.findall(letters))
