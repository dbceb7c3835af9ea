"""What differs between two texts: first by lines, then within what differs by words, of Chinese by characters.

The shortest edit is looked for (Myers, *An O(ND) Difference Algorithm and Its Variations*, 1986) for as long as it is
worth it: texts that hardly share anything are shown as one that went and one that came.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

Fate = Literal["same", "added", "removed"]
STEPS = 300_000  # a third of a second: what somebody wrote on purpose does not take longer
_HAN = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORDS = re.compile(rf"[{_HAN}]|[^\W{_HAN}]+|\n|[^\S\n]+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, and what became of it."""

    fate: Fate
    text: str


def compared(old: str, new: str) -> list[Piece]:
    """What stayed, went and came, in the order of reading; what went before what came in its place."""
    purse = [STEPS]
    found: list[Piece] = []
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for fate, lines, others in _spans(before, after, purse):
        if fate == "same":
            found.append(Piece("same", "".join(lines)))
        else:
            found += _within(_WORDS.findall("".join(lines)), _WORDS.findall("".join(others)), purse)
    return list(_joined(found))


def _within(old: list[str], new: list[str], purse: list[int]) -> Iterator[Piece]:
    for fate, gone, come in _spans(old, new, purse):
        if fate == "same":
            yield Piece("same", "".join(gone))
        else:
            yield Piece("removed", "".join(gone))
            yield Piece("added", "".join(come))


def _spans(old: list[str], new: list[str], purse: list[int]) -> Iterator[tuple[str, list[str], list[str]]]:
    """What both have, and between it what each has alone."""
    done_old = done_new = 0
    for from_old, from_new, length in _shared(old, new, purse):
        if done_old < from_old or done_new < from_new:
            yield "other", old[done_old:from_old], new[done_new:from_new]
        yield "same", old[from_old : from_old + length], new[from_new : from_new + length]
        done_old, done_new = from_old + length, from_new + length
    if done_old < len(old) or done_new < len(new):
        yield "other", old[done_old:], new[done_new:]


def _shared(old: Sequence[str], new: Sequence[str], purse: list[int]) -> Iterator[tuple[int, int, int]]:
    """Stretches that both have, in order: where they begin in each, and how long they are."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    if head:
        yield 0, 0, head
    middle = _pairs(old[head : len(old) - tail], new[head : len(new) - tail], purse)
    # Of pairs in one stretch both places grow alike.
    for _, some in groupby(enumerate(middle), key=lambda one: (one[1][0] - one[0], one[1][1] - one[0])):
        stretch = [pair for _, pair in some]
        yield head + stretch[0][0], head + stretch[0][1], len(stretch)
    if tail:
        yield len(old) - tail, len(new) - tail, tail


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many are the same from the beginning on."""
    length = 0
    for left, right in zip(one, other):
        if left != right:
            break
        length += 1
    return length


def _pairs(old: Sequence[str], new: Sequence[str], purse: list[int]) -> list[tuple[int, int]]:
    """The places that a shortest edit keeps; none where the purse is empty before it is found."""
    furthest, trace = {1: 0}, []
    for edits in range(len(old) + len(new) + 1):
        trace.append(dict(furthest))
        for diagonal in range(-edits, edits + 1, 2):
            x = start = _step(furthest, diagonal, edits)
            y = x - diagonal
            while x < len(old) and y < len(new) and old[x] == new[y]:
                x, y = x + 1, y + 1
            furthest[diagonal] = x
            purse[0] -= 1 + x - start
            if x >= len(old) and y >= len(new):
                return _walked_back(trace, x, y)
        if purse[0] < 0:
            return []
    return []


def _step(furthest: dict[int, int], diagonal: int, edits: int) -> int:
    """How far the old is read, one edit later: by what came in the new, or by what went of the old."""
    down = diagonal == -edits or (diagonal != edits and furthest[diagonal - 1] < furthest[diagonal + 1])
    return furthest[diagonal + 1] if down else furthest[diagonal - 1] + 1


def _walked_back(trace: list[dict[int, int]], x: int, y: int) -> list[tuple[int, int]]:
    pairs = []
    for edits in range(len(trace) - 1, -1, -1):
        diagonal, furthest = x - y, trace[edits]
        start = _step(furthest, diagonal, edits)
        while x > start and x > 0 and y > 0:
            x, y = x - 1, y - 1
            pairs.append((x, y))
        down = diagonal == -edits or (diagonal != edits and furthest[diagonal - 1] < furthest[diagonal + 1])
        x, y = (x, y - 1) if down else (x - 1, y)
    return pairs[::-1]


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Neighbours of the same fate as one, without those that say nothing."""
    for fate, some in groupby((piece for piece in pieces if piece.text), key=lambda piece: piece.fate):
        yield Piece(fate, "".join(piece.text for piece in some))
