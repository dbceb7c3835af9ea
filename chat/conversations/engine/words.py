"""The words of a message: Latin words, and pairs of characters in Chinese, which needs no dictionary."""

import re
from itertools import pairwise

MOST = 120  # words of one message that are looked at

_HAN = "\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af"
_TOKEN = re.compile(rf"[{_HAN}]+|[^\W{_HAN}_][^\W{_HAN}]*(?:[.'+-][^\W{_HAN}]+)*\+*")
# Characters that carry grammar rather than a subject. A pair that has one of them says little.
_GRAMMAR = frozenset(
    "的了是我你他她它在不吗吧呢啊呀哦嗯就都也还有没这那个么什怎么样人们和跟与把被给让到去来上下说要会能可以得着过很太好想用"
)
_ENDINGS = re.compile(r"(?<=\w{3})(?:'s|(?<!s)s|ing|ed)$")


def words(text: str) -> list[str]:
    """The words, in order, in lower case and without the commonest endings; at most `MOST`."""
    found: list[str] = []
    for token in _TOKEN.findall(text[: MOST * 12].lower()):
        if token[0] >= "\u3040" and re.match(rf"[{_HAN}]", token):
            found += _pairs(token)
        else:
            found.append(_ENDINGS.sub("", token))
    return found[:MOST]


def _pairs(run: str) -> list[str]:
    return [a + b for a, b in pairwise(run) if a not in _GRAMMAR and b not in _GRAMMAR]
