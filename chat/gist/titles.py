"""What a person would name a conversation."""

import re
from dataclasses import dataclass
from math import exp, sqrt

from chat.gist.cues import Cue, cues
from chat.gist.cuts import columns, cut, joined
from chat.gist.fillers import is_filler, without_lead, without_trail
from chat.gist.han import folded
from chat.gist.marks import host, one_line, unlinked
from chat.gist.names import Names
from chat.gist.questions import SURE
from chat.gist.shortening import points, shortened
from chat.gist.tags import keywords
from chat.gist.talk import Background, Line, Talk, Told
from chat.gist.tokens import terms

MOST = 60  # columns: a Chinese character takes two
_LINES = 12  # messages among which a title is looked for
_SENTENCES = 6
_SHORT = 16  # columns; a shorter sentence takes its neighbour along
_ODD = re.compile(r"[^\w\"'“‘「『《]")
_FRONT = re.compile(r"\A[^\w\"'“‘「『《(（\[/$#.~-]+")
_SPACED = re.compile(r"\s+(?=[?？!！])|\s+\Z")


@dataclass(frozen=True)
class _Candidate:
    text: str
    line: Line
    at: int  # place of its message
    place: int  # in the message
    asks: float
    leads: bool  # to a question right behind it: it says what the question is about


def title(said: Told | Talk, most: int = MOST, background: Background | None = None) -> str:
    """The best question or statement of a conversation, or else its key words; empty only if there is no text.

    Args:
        most: columns; a Chinese character takes two.
        background: how common words are in the room; a `Talk` has its own.
    """
    talk = Talk.of(said, background)
    found = [candidate for candidate in _candidates(talk) if not is_filler(folded(candidate.text))]
    if not found:
        return _fallback(talk, most)
    best = max(found, key=lambda one: _score(one, talk))
    return _capital(shortened(best.text, talk, most), best.line.plain) or _fallback(talk, most)


def _candidates(talk: Talk) -> list[_Candidate]:
    lines = [line for line in talk.lines if not line.is_filler][:_LINES]
    return [candidate for at, line in enumerate(lines) for candidate in _of_line(line, at)]


def _of_line(line: Line, at: int) -> list[_Candidate]:
    bare = [_bare(sentence, line.people) for sentence in line.sentences[:_SENTENCES]]
    found = []
    for place, (text, asking) in enumerate(zip(bare, line.asking)):
        leads = any(other >= SURE for other in line.asking[place + 1 : place + 3])
        whole = text if asking or leads else _with_neighbour(text, bare[place + 1 : place + 2])
        found.append(_Candidate(whole, line, at, place, asking, leads))
    return found


def _with_neighbour(text: str, following: list[str]) -> str:
    """A sentence too short for a title, and the one behind it."""
    alone = not text or text[-1] in ":：" or columns(text) >= _SHORT
    return text if alone or not any(following) else joined([text, *following])


def _bare(sentence: str, people: Names) -> str:
    """A sentence without links, greetings, people called and thanks."""
    text = without_trail(without_lead(people.spoken(one_line(unlinked(sentence)))))
    return _SPACED.sub("", _FRONT.sub("", without_lead(people.spoken(text))))


def _score(one: _Candidate, talk: Talk) -> float:
    """Content, place, and what kind of sentence it is; the numbers were set by looking at many titles."""
    said = terms(folded(one.text))
    score = 1.1 * sqrt(talk.weight(said)) + 0.9 * max(one.asks, 0.35 * one.leads) * (len(said) > 1)
    score += 2.2 * exp(-one.at / 2.5) - 0.15 * one.place + 0.5 * (one.line.author == talk.authors[0])
    return score + _kind(one) - _flaws(one.text, len(said))


def _kind(one: _Candidate) -> float:
    found = one.line.cues if len(one.line.sentences) == 1 or not one.line.cues else cues(folded(one.text))
    good = 0.5 * (Cue.PROBLEM in found) + 0.7 * (Cue.PROPOSES in found)
    return good - 0.7 * (Cue.THANKS in found) - 0.3 * (Cue.AGREES in found)


def _flaws(text: str, said: int) -> float:
    """It points at something else, begins oddly, says little, or is far too long."""
    odd = _ODD.match(text) is not None or text.endswith((":", "："))
    long = 0.006 * max(0, columns(text) - 2 * MOST)
    return 0.8 * points(text) + 0.8 * odd + 0.9 * (said < 2) + long


def _capital(text: str, whole: str) -> str:
    """A sentence that lost its beginning still starts like one, unless its author writes in small letters."""
    return text[:1].upper() + text[1:] if text[:1].islower() and any(sign.isupper() for sign in whole) else text


def _fallback(talk: Talk, most: int) -> str:
    """Key words, or whatever there is: words, code, the site of a link."""
    tags = keywords(talk)
    listed = (", " if "".join(tags).isascii() else "、").join(tags)
    first = next((text for line in talk.all if (text := one_line(unlinked(line.plain)))), "")
    code = next((one_line(snippet) for line in talk.all for snippet in line.parsed.code), "")
    site = next((host(link) for line in talk.all for link in line.parsed.links), "")
    return next(filter(None, (cut(text, most, columns) for text in (listed, first, code, site))), "")
