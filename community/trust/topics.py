"""What a text is about and in which tone, by words of a list: what spam sells, how it calls, and what talk is made of.

Whoever sells something new still calls in the same way, and people who warn of spam name what it offers: so the topics
of a text are weighed together (`resemblance`), and none of them says much by itself.
"""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from community.moderation.filters.automata import Automaton

LONGEST = 5  # signs of a Chinese word
STEM = 5  # letters, which words that are akin have in common


class Topic(NamedTuple):
    """What some words mean.

    Attributes:
        group: `sold` is what spam is about, `push` how it calls, `talk` what people say among themselves.
    """

    group: str
    name: str


def of(rows: Iterable[str], pieces: Iterable[str]) -> dict[Topic, int]:
    """How many different words of each topic are in a text.

    Args:
        rows: its signs of Chinese in a row.
        pieces: its other words, by themselves and with those beside them.
    """
    known = _known()
    words = _signs().known("\n".join(rows)).union(known.keys() & pieces)
    return Counter(topic for word in words for topic in known[word])


@cache
def _signs() -> Automaton[str]:
    """The words that are looked for among signs, wherever they begin."""
    return Automaton({word: word for word in _known() if len(word) <= LONGEST})


@cache
def _known() -> dict[str, tuple[Topic, ...]]:
    """Each word of the file beside this one, with its topics."""
    found: dict[str, tuple[Topic, ...]] = {}
    blocks = (Path(__file__).parent / "topics.txt").read_text(encoding="utf-8").split("\n\n")
    for head, *lines in (block.strip().split("\n") for block in blocks if block.startswith("[")):
        topic = Topic(*head.strip("[]").split())
        for word in {_as_piece(word) for word in ", ".join(lines).split(", ")}:
            found[word] = (*found.get(word, ()), topic)
    return found


def _as_piece(word: str) -> str:
    plain = word.replace("'", " ")
    return f"{plain[:STEM]}*" if plain.endswith("*") and " " not in plain else plain.rstrip("*")
