"""Learning what spam resembles, from the corpus of the tests: logistic regression, in some seconds.

`python -m tests.bench spam learn` writes `community/trust/resemblance.txt`. What the corpus calls unseen or fresh
takes no part. The threshold is set by texts whose whole family was left out while the weights were learnt (texts of
one kind in one tone of voice), so that hardly a good one is above it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from community.trust import resemblance
from tests.community.trust import corpus

ROUNDS, SHRINK = 250, 3.0
GOOD_COUNTS = 2.0  # holding a good text back is worse than missing a bad one
FOLDS = 8
FEW = 2  # texts in which a piece of words has to stand
SLACK = 0.01  # of the good texts that may be above the threshold
SMALL = 0.02  # weights below which nothing is written down
CURVE = 0.25  # how much steeper the loss gets at most

Tokens = Sequence[str]
Floats = np.ndarray[tuple[int], np.dtype[np.float64]]


@dataclass(frozen=True)
class Text:
    tokens: Tokens
    is_bad: bool
    family: str


def main() -> None:
    texts = learnt()
    threshold = _threshold(texts)
    weights = learn(texts)
    weights[resemblance.BIAS] -= threshold
    lines = [f"{weight:.2f}\t{token}" for token, weight in sorted(weights.items()) if abs(weight) >= SMALL]
    print(f"{len(texts)} texts, {len(lines)} weights, threshold {threshold:.2f}")
    resemblance.FILE.write_text("\n".join([made_from(texts), *lines]) + "\n", encoding="utf-8")


def made_from(texts: Iterable[Text]) -> str:
    """The first line of the file, which is another for other texts, other pieces of them, or another way to learn."""
    said = repr((ROUNDS, SHRINK, GOOD_COUNTS, FOLDS, FEW, SLACK, [(text.tokens, text.is_bad) for text in texts]))
    return f"# Learnt from texts of our own, tests/community/trust/corpus: {blake2b(said.encode()).hexdigest()[:16]}"


def learnt() -> list[Text]:
    """Every text of the corpus that is for learning, once."""
    return [Text(sorted(resemblance.tokens(text.words)), text.is_bad, text.family) for text in corpus.different_ones()]


def left_out(texts: Sequence[Text]) -> Floats:
    """The score of each text by weights that were learnt without its family."""
    fold_of = _folds(texts)
    scores = np.zeros(len(texts))
    for fold in range(FOLDS):
        weights = learn([text for text in texts if fold_of[text.family] != fold])
        for place, text in enumerate(texts):
            if fold_of[text.family] == fold:
                scores[place] = _score(weights, text.tokens)
    return scores


def _threshold(texts: Sequence[Text]) -> float:
    """The score above which hardly a good text is, by weights that were learnt without its family."""
    scores = left_out(texts)
    bad = np.array([text.is_bad for text in texts])
    held = int((~bad).sum() * SLACK)
    threshold = float(np.sort(scores[~bad])[-1 - held])
    missed = int((scores[bad] <= threshold).sum())
    print(f"left out: {missed} of {bad.sum()} bad ones missed, {held} of {(~bad).sum()} good ones held")
    return threshold


def _folds(texts: Sequence[Text]) -> dict[str, int]:
    """The fold of each family: the largest ones first, each where there are fewest texts."""
    sizes = Counter(text.family for text in texts)
    found: dict[str, int] = {}
    filled = [0] * FOLDS
    for family in sorted(sizes, key=lambda family: (-sizes[family], family)):
        found[family] = filled.index(min(filled))
        filled[found[family]] += sizes[family]
    return found


def learn(texts: Sequence[Text]) -> dict[str, float]:
    """The weight of each token, and of nothing, for which logistic loss and squares of the weights are least."""
    seen = Counter(token for text in texts for token in text.tokens)
    kept = [token for token in sorted(seen) if seen[token] >= FEW]
    weights = _fit(*_indexed(texts, kept), len(kept), np.array([text.is_bad for text in texts]))
    return dict(zip([*kept, resemblance.BIAS], map(float, weights), strict=True))


Places = np.ndarray[tuple[int], np.dtype[np.int64]]


def _indexed(texts: Sequence[Text], kept: Sequence[str]) -> tuple[Places, Places]:
    """Which text has which token: the places of both, and of each text the one of what all have."""
    place_of = {token: place for place, token in enumerate(kept)}
    pairs = [(row, place_of[token]) for row, text in enumerate(texts) for token in text.tokens if token in place_of] + [
        (row, len(kept)) for row in range(len(texts))
    ]
    rows, columns = zip(*pairs, strict=True)
    return np.array(rows), np.array(columns)


def _fit(rows: Places, columns: Places, bias: int, bad: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Floats:
    """Steps down the slope with momentum (FISTA), each token as far as its curve surely allows."""
    texts, tokens = len(bad), bias + 1
    counts = np.where(bad, 1.0, GOOD_COUNTS)
    shrink = np.full(tokens, SHRINK)
    shrink[bias] = 0.0
    steepest = np.bincount(columns, (CURVE * counts * np.bincount(rows, minlength=texts))[rows], tokens) + shrink
    weights = ahead = np.zeros(tokens)
    speed = 1.0
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.bincount(rows, ahead[columns], texts)))
        slope = np.bincount(columns, (counts * (chance - bad))[rows], tokens) + shrink * ahead
        next_weights, next_speed = ahead - slope / steepest, (1 + (1 + 4 * speed**2) ** 0.5) / 2
        ahead = next_weights + (speed - 1) / next_speed * (next_weights - weights)
        weights, speed = next_weights, next_speed
    return weights


def _score(weights: dict[str, float], tokens: Tokens) -> float:
    return weights[resemblance.BIAS] + sum(weights.get(token, 0.0) for token in tokens)
