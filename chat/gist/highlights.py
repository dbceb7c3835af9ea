"""The few lines that tell what a conversation was about."""

from dataclasses import dataclass
from math import log

from chat.gist.cues import Cue
from chat.gist.cuts import cut, joined
from chat.gist.han import folded
from chat.gist.marks import host, links_in, one_line, unlinked
from chat.gist.questions import SURE, asks
from chat.gist.ranks import MOST as MOST_RANKED
from chat.gist.ranks import Vector, central, choose, vectors
from chat.gist.talk import Background, Line, Talk, Told
from chat.gist.tokens import terms
from chat.gist.turns import Turns

EXCERPT = 140  # characters
_SENTENCES = 20
_FULL = 10  # terms from which on a message is long enough


@dataclass(frozen=True)
class KeyLine:
    """A message that stands for the conversation, and what to show of it."""

    key: int
    excerpt: str


def key_lines(said: Told | Talk, most: int = 3, background: Background | None = None) -> list[KeyLine]:
    """The messages that say most, without repetition, in order of time.

    Extractive: rank in the graph of likeness and replies, and what the turns show: the question that opened it, the
    answer that was thanked for, decisions, links.
    """
    talk = Talk.of(said, background)
    turns = Turns(talk)
    lines = _candidates(talk)
    likeness = vectors(lines)
    scores = _scores(lines, talk, turns, likeness)
    chosen = set(choose(scores, likeness, most, _first(turns, scores)))
    return [KeyLine(line.key, excerpt(line, talk)) for line in talk.lines if line.key in chosen]


def excerpt(line: Line, talk: Talk, most: int = EXCERPT) -> str:
    """What to show of a message: all of it, or the sentences side by side that say most, cut well."""
    text = line.plain or one_line(" ".join(line.parsed.code)) or " ".join(line.parsed.links)
    if len(text) <= most:
        return text
    site = next((host(link) for link in links_in(text)), "")
    return _best_part(line, talk, most) or cut(text, most) or cut(site, most) or "…"


def _candidates(talk: Talk) -> list[Line]:
    """Messages that say something; of a very long talk those with most words, spread over people by their order."""
    saying = [line for line in talk.lines if line.terms or line.parsed.links or line.parsed.code]
    if len(saying) <= MOST_RANKED:
        return saying
    kept = {line.key for line in sorted(saying, key=lambda line: (-len(line.terms), line.key))[:MOST_RANKED]}
    return [line for line in saying if line.key in kept]


def _first(turns: Turns, scores: dict[int, float]) -> list[int]:
    """The opening question, and the answer to it that was thanked for most."""
    opening = turns.opening
    if not opening or opening.key not in scores:
        return []
    helped = {key: count for key, count in turns.thanked.items() if key in scores and key != opening.key}
    best = max(helped, key=lambda key: (helped[key], scores[key]), default=None)
    return [opening.key] if best is None else [opening.key, best]


def _scores(lines: list[Line], talk: Talk, turns: Turns, likeness: dict[int, Vector]) -> dict[int, float]:
    ranks = central(talk, lines, likeness)
    weights = {line.key: talk.weight(line.terms) for line in lines}
    heaviest = max(weights.values(), default=0.0) or 1.0
    return {
        line.key: ranks[line.key] + 0.8 * weights[line.key] / heaviest + _bonus(line, turns) + _length(line)
        for line in lines
    }


def _bonus(line: Line, turns: Turns) -> float:
    """What the turns and the signs in a message add; the numbers were set by looking at many talks."""
    thanked, agreed = turns.thanked[line.key], turns.agreed[line.key]
    asking = line.asks >= SURE
    bonus = 0.5 * min(thanked, 2) + 0.25 * min(agreed, 2) + 0.3 * bool(line.parsed.links)
    bonus += 0.4 * (Cue.DECIDES in line.cues and not asking) + 0.25 * (Cue.ANSWERS in line.cues and not asking)
    return bonus - 0.4 * (asking and line is not turns.opening) - 0.4 * (Cue.THANKS in line.cues) - 1.0 * line.is_filler


def _length(line: Line) -> float:
    """Very short messages say little without their neighbours."""
    return min(0.0, log((len(line.terms) + 1) / _FULL) * 0.25)


def _best_part(line: Line, talk: Talk, most: int) -> str:
    """From the sentence on from which `most` characters say most."""
    parts = line.sentences[:_SENTENCES]
    found = [cut(joined(parts), most), *(f"…{cut(joined(parts[at:]), most - 1)}" for at in range(1, len(parts)))]
    best = max(found, key=lambda part: _worth(part, talk))
    return best.removeprefix("…") and best


def _worth(text: str, talk: Talk) -> float:
    return round(talk.weight(terms(folded(unlinked(text)))) + 0.3 * asks(text), 6)
