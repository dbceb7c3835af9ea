"""What is shown of a text that was found: the part around the first hit, with the hits marked."""

from collections.abc import Sequence

from community.search.phrases import Phrase, spans
from community.search.shapes import Piece
from community.text import excerpt

LENGTH = 180  # characters
BEFORE = 50  # of them before the first hit
LOOKED_AT = 20_000  # characters of a text; a hit behind that is not marked


def pieces(body: str, wanted: Sequence[Phrase], length: int = LENGTH) -> list[Piece]:
    """An excerpt of a Markdown text on one line, cut into what was looked for and what stands between."""
    text, found = _found(body[:LOOKED_AT], wanted)
    start = max(0, found[0][0] - BEFORE) if found and len(text) > length else 0
    start = _word_start(text, start, found[0][0]) if start else 0
    end = min(len(text), start + length)
    shown = [(max(first, start), min(last, end)) for first, last in found if first < end]
    return _cut(text, start, end, shown)


def _found(body: str, wanted: Sequence[Phrase]) -> tuple[str, list[tuple[int, int]]]:
    """The text to show and where the hits stand: without its marks, unless the hits stand among these."""
    plain = excerpt(body, len(body) or 1)
    if (found := spans(plain, wanted)) or not wanted:
        return plain, found
    line = " ".join(body.split())
    return (line, found) if (found := spans(line, wanted)) else (plain, [])


def _word_start(text: str, start: int, latest: int) -> int:
    """The beginning of a word near this place, where there are spaces at all."""
    space = text.find(" ", start, latest)
    return start if space < 0 else space + 1


def _cut(text: str, start: int, end: int, found: list[tuple[int, int]]) -> list[Piece]:
    cut, at = [], start
    for first, last in found:
        cut += [Piece(text=text[at:first], hit=False), Piece(text=text[first:last], hit=True)]
        at = last
    cut.append(Piece(text=text[at:end], hit=False))
    if start:
        cut.insert(0, Piece(text="…", hit=False))
    if end < len(text):
        cut.append(Piece(text="…", hit=False))
    return [piece for piece in cut if piece.text]
