"""How much a text resembles the spam that we know: a sum of learnt weights of what is in it.

The weights lie in `resemblance.txt`; `python -m tests.bench spam learn` makes them from the corpus of the tests. Above
zero a text is more like the bad ones than all but hardly any of the good ones there.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from unicodedata import normalize

from community.moderation.filters.letters import read
from community.trust import pieces, shape, signs, topics, traits

FILE = Path(__file__).parent / "resemblance.txt"
LONG = 600  # characters that are looked at, as many at either end: advertisements come to the point
BIAS = "bias"
HAND = "#"  # before what is more than a piece of words: signs, traits, topics and the shape
_NOTES = "# "


def score(body: str) -> float:
    """What is above zero resembles spam."""
    weights = _weights()
    return weights[BIAS] + sum(map(weights.__getitem__, weights.keys() & tokens(body)))


def tokens(body: str) -> set[str]:
    """What is weighed of a text."""
    body = body if len(body) <= 2 * LONG else f"{body[:LONG]} {body[-LONG:]}"
    letters = read(body)
    rows, words = pieces.rows(letters)
    found = topics.of(rows, _of_words(words, 3))
    hand = {
        *traits.of(body, normalize("NFKC", body).casefold()),
        *(f"{name} {weight}" for name, weight in signs.of(body, letters.text).items()),
        *shape.of(body, letters.text, found),
    }
    by_hand = (f"{HAND}{name}" for name in chain(hand, shape.together(hand)))
    return {*by_hand, *chain.from_iterable(map(pieces.of_signs, rows)), *_of_words(_without_numbers(words), 2)}


def _of_words(rows: Sequence[Sequence[str]], longest: int) -> Iterator[str]:
    """Words in a row, and how the longer ones begin."""
    for row in rows:
        yield from pieces.of_words(row, longest)
        yield from (f"{word[: topics.STEM]}*" for word in row if len(word) >= topics.STEM)


def _without_numbers(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    return [[pieces.NUMBER if word.isdigit() else word for word in row] for row in rows]


@cache
def _weights() -> dict[str, float]:
    """Each token with its weight, one a line."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t", 1) for line in lines if not line.startswith(_NOTES))
    return {token: float(weight) for weight, token in pairs}
