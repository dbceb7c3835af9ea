"""The words that say what a conversation is about."""

from collections import Counter
from functools import lru_cache
from itertools import pairwise

from chat.gist.han import HAN, folded
from chat.gist.talk import Background, Line, Talk, Told
from chat.gist.tokens import is_known, speech, stem

MOST = 5
# How likely a part of speech, as the segmenter names them, makes a tag.
_SPEECH = {"n": 1.0, "j": 1.0, "l": 0.8, "i": 0.6, "v": 0.5, "a": 0.35, "t": 0.1, "s": 0.6, "b": 0.4}
_LEAST = 0.25  # of the best one's score
_JOINED = 0.6  # share of its rarer word's uses from which on a pair of words is one name


def keywords(said: Told | Talk, background: Background | None = None, most: int = MOST) -> list[str]:
    """The words, or pairs of words, that a conversation would be found by, best first; suggestions for tags.

    Weighed by TF-IDF: in how many messages and by how many people a word was said, against how common it is in the
    room.
    """
    talk = Talk.of(said, background)
    people = talk.lines[0].people.words if talk.lines else frozenset()
    scores = {term: _score(term, talk) for term in talk.frequency if term not in people}
    pairs = _pairs(talk)
    for pair in pairs:
        scores[pair] = sum(scores.get(word, 0.0) for word in pair.split("\t")) * 0.8
    least = _LEAST * max(scores.values(), default=0.0)
    ranked = sorted((term for term in scores if scores[term] > least), key=lambda term: (-scores[term], term))
    return [_shown(term, talk) for term in _apart(ranked, most)]


def _score(term: str, talk: Talk) -> float:
    once = 0.5 if talk.frequency[term] == 1 else 1.0
    return talk.weights[term] * _fit(term) * once


@lru_cache(maxsize=20_000)
def _fit(term: str) -> float:
    """How well a word stands by itself."""
    if not HAN.search(term):
        return 0.4 if len(term) < 3 else 0.6 if term.endswith(("ing", "ed", "ly")) else 0.9
    return _SPEECH.get(speech(term)[0], 0.3) * (0.5 if len(term) == 1 else 1.0 if is_known(term) else 0.6)


def _pairs(talk: Talk) -> list[str]:
    """Words that mostly stand side by side, as one name."""
    together = Counter("\t".join(pair) for line in talk for pair in {*_neighbours(line.runs)})
    return [pair for pair, count in together.items() if count > 1 and _belong(pair, count, talk)]


def _neighbours(found: list[tuple[str, ...]]) -> list[tuple[str, str]]:
    stems = [[stem(word) for word in run] for run in found]
    return [(left, right) for run in stems for left, right in pairwise(run) if left != right]


def _belong(pair: str, count: int, talk: Talk) -> bool:
    left, right = pair.split("\t")
    alike = (HAN.search(left) is None) == (HAN.search(right) is None)
    return alike and count >= _JOINED * min(talk.frequency[left], talk.frequency[right]) and _fit(right) > 0.4


def _apart(ranked: list[str], most: int) -> list[str]:
    """The first ones that do not contain each other's words."""
    chosen: list[str] = []
    for term in ranked:
        if len(chosen) < most and not any({*term.split("\t")} & {*had.split("\t")} for had in chosen):
            chosen.append(term)
    return chosen


def _shown(term: str, talk: Talk) -> str:
    """A term as people wrote it most."""
    words = term.split("\t")
    joined = "".join(words) if HAN.search(term) else " ".join(words)
    if HAN.search(term):
        return _written(joined, [line for line in talk if line.terms.issuperset(words)])
    forms = Counter(
        word for line in talk if words[-1] in line.terms for run in line.runs for word in run if stem(word) == words[-1]
    )
    return " ".join([*words[:-1], forms.most_common(1)[0][0]])


def _written(joined: str, lines: list[Line]) -> str:
    """In the characters that were used, traditional ones too."""
    forms: Counter[str] = Counter()
    for line in lines:
        if (at := folded(line.plain).find(joined)) >= 0:
            forms[line.plain[at : at + len(joined)]] += 1
    return forms.most_common(1)[0][0] if forms else joined
