"""Texts of our own writing: what newcomers say, near misses among it, and what spam looks like, in Chinese and English.

Every other line of the first two halves was looked at while the signs were chosen; the misses of the rest were not,
though the same hand wrote both. `late` was written after the signs were chosen, `more` to learn what spam resembles.
`taught` is most of it: a block for each kind in one tone of voice, which is left out as a whole when the threshold is
set. All of these are learnt from (`python -m tests.bench spam learn`).

`unseen` was written before that, and `fresh` by somebody who knew neither the signs nor the other texts; nothing was
changed for their sake. They say best what the spam of others would meet.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from community.trust import sameness, spam

HERE = Path(__file__).parent
Half = Literal["tuning", "held out", "late", "more", "taught", "unseen", "fresh"]
UNSEEN: Half = "unseen"
FRESH: Half = "fresh"
NOT_LEARNT = (UNSEEN, FRESH)
HALVES: tuple[Half, Half] = ("tuning", "held out")
LATER: tuple[Half, ...] = ("late", "more", "taught", *NOT_LEARNT)
_FAMILY = "# "


class Text(NamedTuple):
    """A text to learn from.

    Attributes:
        family: of which others are that resemble it in kind and wording.
    """

    words: str
    is_bad: bool
    family: str


@dataclass(frozen=True)
class Outcome:
    """What the signs made of one half.

    Attributes:
        false_holds: good texts that would wait.
        misses: bad texts that would not.
    """

    good: int
    bad: int
    false_holds: list[str]
    misses: list[str]

    def figures(self) -> dict[str, object]:
        return {
            "good": self.good, "bad": self.bad, "false_holds": len(self.false_holds), "misses": len(self.misses),
            "false_hold_share": share(len(self.false_holds), self.good),
            "miss_share": share(len(self.misses), self.bad),
        }  # fmt: skip


def share(some: int, of: int) -> list[float]:
    """A share, and the interval of Wilson's that it lies in by 95 in 100."""
    if not of:
        return []
    middle = (some + 1.96**2 / 2) / (of + 1.96**2)
    reach = 1.96 / (of + 1.96**2) * (some * (of - some) / of + 1.96**2 / 4) ** 0.5
    return [round(some / of, 4), round(middle - reach, 4), round(middle + reach, 4)]


def texts(name: str, half: Half) -> list[str]:
    if half == "taught":
        return [text.words for text in _taught() if text.is_bad == (name == "bad")]
    if half in LATER:
        return (HERE / f"{half}.{name}.txt").read_text().splitlines()
    paths = [HERE / f"{name}.en.txt", HERE / f"{name}.zh.txt"]
    lines = [line for path in paths for line in path.read_text().splitlines()]
    return lines[0 if half == "tuning" else 1 :: 2]


def every() -> list[str]:
    return [text for half in (*HALVES, *LATER) for name in ("good", "bad") for text in texts(name, half)]


def different_ones() -> list[Text]:
    """Every text that is learnt from, once. What stands in no block is a family of its own."""
    found: dict[str, Text] = {}
    for text in (*_taught(), *_loose()):
        found.setdefault(sameness.fingerprint(text.words) or text.words, text)
    return list(found.values())


def _taught() -> Iterator[Text]:
    for path in sorted((HERE / "taught").glob("*.txt")):
        family = path.name
        for line in path.read_text().splitlines():
            if line.startswith(_FAMILY):
                family = f"{path.name} {line}"
            else:
                yield Text(line, path.name.startswith("bad"), family)


def _loose() -> Iterator[Text]:
    for half in (half for half in (*HALVES, *LATER) if half not in ("taught", *NOT_LEARNT)):
        for name in ("good", "bad"):
            yield from (Text(text, name == "bad", text) for text in texts(name, half))


def judged(half: Half) -> Outcome:
    return outcome(texts("good", half), texts("bad", half))


def outcome(good: list[str], bad: list[str]) -> Outcome:
    held, missed = list(filter(spam.reasons, good)), [text for text in bad if not spam.reasons(text)]
    return Outcome(len(good), len(bad), held, missed)
