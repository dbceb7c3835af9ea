"""Signs of spam, each of which moderators are told of, with a weight of 1 to 3.

Some are looked for in the letters of a text, folded and without gaps; others in the text as it was written, where
words matter. What they are worth together is learnt (`resemblance`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from community.moderation.filters import sites
from community.moderation.filters.letters import read

GRAVE = 3
_TRADE = "trade"  # what weighs nothing by itself


@dataclass(frozen=True)
class Sign:
    """Something that spam has.

    Attributes:
        of_letters: whether it is looked for in the folded letters, or in the text as written.
    """

    name: str
    weight: int
    of_letters: bool
    pattern: re.Pattern[str]


def _listed() -> Iterator[Sign]:
    """The signs of the file beside this one: under each head its patterns, one a line."""
    lines = (Path(__file__).parent / "signs.txt").read_text(encoding="utf-8").splitlines()
    groups: dict[str, list[str]] = {}
    patterns: list[str] = []
    for line in lines:
        if line.startswith("[") and line.endswith((" letters]", " words]")):
            patterns = groups.setdefault(f"{line} {len(groups)}", [])
        elif line and not line.startswith("# "):
            patterns.append(line)
    for head, some in groups.items():
        name, weight, where, _ = head.replace("[", "").replace("]", "").split()
        yield Sign(name, int(weight), where == "letters", re.compile("|".join(some)))


SIGNS = tuple(_listed())
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
    plain = body.casefold()
    found: dict[str, int] = {}
    for sign in SIGNS:
        hits = {match[0] for match in sign.pattern.finditer(letters if sign.of_letters else plain)}
        if hits:
            more = sign.weight > 1 and len(hits) > 1
            found[sign.name] = max(found.get(sign.name, 0), sign.weight + more)
    if found.pop(_TRADE, None) is not None and "contact" in found:
        found["contact"] = GRAVE
    return found | _of_links(body)


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
