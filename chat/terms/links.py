"""Links and what is said beside them."""

import re

from community.moderation.filters import sites

ENOUGH = 4  # letters of Chinese, or half as many words of Latin letters
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"'`（）「」『』，。；！？]+", re.IGNORECASE)
_MAY_BE = re.compile(r"://|www", re.IGNORECASE)  # asked of every message, before anything that costs more
_CALLS = re.compile(r"(?<![A-Za-z0-9._-])[@#][^\s@#]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def has_link(body: str) -> bool:
    """Whether a text has an address in it, as people write it."""
    return _MAY_BE.search(body) is not None and any(link.is_link for link in sites.links(body))


def is_bare(body: str) -> bool:
    """Whether a text is a link without a sentence of its poster's own: what names somebody, or counts, is none."""
    return has_link(body) and _own_words(body) < ENOUGH


def _own_words(body: str) -> int:
    rest = _CALLS.sub(" ", _ADDRESS.sub(" ", body))
    han = len(_HAN.findall(rest))
    return han + 2 * len(_WORD.findall(_HAN.sub(" ", rest)))
