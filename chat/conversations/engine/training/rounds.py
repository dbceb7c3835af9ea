"""The rounds of training: the first pass, then the second on what the first one says of logs that it has not seen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from chat.conversations.engine.columns import PLAIN
from chat.conversations.engine.later import MARGIN, PLAIN_LATER, Scene
from chat.conversations.engine.model import Model, one_thread
from chat.conversations.engine.network import Network, squash
from chat.conversations.engine.second import Heard, likely, numbers, scene
from chat.conversations.engine.training import lexicon
from chat.conversations.engine.training.corpus import Slice
from chat.conversations.engine.training.examples import Examples, gather
from chat.conversations.engine.training.fitting import Groups, fit

_FOLDS = 3
_HIDDEN = (64, 32)
_FIRST_EPOCHS, _SECOND_EPOCHS = 5, 4
_STEP = 2 * MARGIN  # messages in one scene, beside its margins
_FIRST_SEEDS, _SECOND_SEEDS = range(3), range(4)


@dataclass(frozen=True)
class Plan:
    """One way to judge: with names, or without.

    Args:
        columns, later: of the pairs, and of the second pass; None for all.
    """

    name: str
    columns: list[int] | None
    later: list[int] | None
    later_passes: tuple[str, ...]

    @property
    def plain(self) -> bool:
        return self.columns is not None


PLANS = (Plan("", None, None, ("second",)), Plan("_plain", PLAIN, PLAIN_LATER, ("second", "third")))


def train(slices: Sequence[Slice], tell: Callable[[str], None]) -> Model:
    """Learn everything. `tell` hears what is being done."""
    one_thread()
    tell("vocabulary")
    vocabulary = lexicon.learn(slices)
    tell("pairs")
    examples = [gather(one, vocabulary) for one in slices]
    networks: dict[str, Network] = {}
    first = _first_groups(examples)
    for plan in PLANS:
        tell(f"first pass{plan.name}")
        networks[f"first{plan.name}"] = _whole(first, plan)
        heard = _heard_all(examples, _unseen(first, examples, plan))
        for nth in plan.later_passes:
            tell(f"{nth} pass{plan.name}")
            groups = _second_groups(examples, heard, plan)
            networks[f"{nth}{plan.name}"] = fit(groups, _HIDDEN, _SECOND_EPOCHS, _SECOND_SEEDS)
            if nth != plan.later_passes[-1]:
                heard = _judged(examples, heard, groups)
    return Model(vocabulary, networks)


def _first_groups(examples: Sequence[Examples]) -> Groups:
    sizes = np.concatenate([one.sizes for one in examples])
    right = np.concatenate([one.right for one in examples])
    labelled = np.concatenate([one.labelled for one in examples])
    return Groups(np.concatenate([one.x for one in examples]), sizes, right, labelled & _has_right(right, sizes))


def _has_right(right: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    return np.add.reduceat(right.astype(np.int64), np.concatenate([[0], np.cumsum(sizes)[:-1]])) > 0


def _whole(groups: Groups, plan: Plan) -> Network:
    return fit(groups, _HIDDEN, _FIRST_EPOCHS, _FIRST_SEEDS, columns=plan.columns)


def _unseen(groups: Groups, examples: Sequence[Examples], plan: Plan) -> list[np.ndarray]:
    """The scores of each log's pairs, by networks that have not learned from that log."""
    fold = _folds([len(one.sizes) for one in examples])
    scores: list[np.ndarray] = [np.empty(0)] * len(examples)
    for number in range(_FOLDS):
        network = fit(
            groups, _HIDDEN, _FIRST_EPOCHS - 1, range(number, number + 1), among=fold != number, columns=plan.columns
        )
        for place in range(number, len(examples), _FOLDS):
            x = examples[place].x
            scores[place] = network.squashed_scores(x[:, plan.columns] if plan.columns else x)
    return scores


def _folds(sizes: list[int]) -> np.ndarray:
    return np.concatenate([np.full(size, place % _FOLDS) for place, size in enumerate(sizes)])


def _second_groups(examples: Sequence[Examples], heard: Sequence[list[Heard]], plan: Plan) -> Groups:
    seen = [one for example, mine in zip(examples, heard) for one in _again(example, mine, plan)]
    right, sizes = np.concatenate([mine for _, mine in seen]), np.array([len(mine) for _, mine in seen])
    return Groups(np.concatenate([x for x, _ in seen]), sizes, right, _has_right(right, sizes))


def _again(one: Examples, heard: list[Heard], plan: Plan) -> list[tuple[np.ndarray, np.ndarray]]:
    """Of each labelled message of a log: what the next pass sees, squashed, and which candidates are right."""
    found = []
    for start in range(0, len(heard), _STEP):
        low = max(0, start - MARGIN)
        here = scene(heard, low, min(len(heard), start + _STEP + MARGIN))
        found += [_seen(one, heard[number], here, low, plan)
                  for number in range(start, min(start + _STEP, len(heard))) if one.labelled[number]]  # fmt: skip
    return found


def _judged(examples: Sequence[Examples], heard: Sequence[list[Heard]], groups: Groups) -> list[list[Heard]]:
    """The messages with the scores of the next pass, by networks that have not learned from their log."""
    labelled = [int(one.labelled.sum()) for one in examples]
    fold = _folds(labelled)
    networks = [
        fit(groups, _HIDDEN, _SECOND_EPOCHS, range(number, number + 1), among=fold != number)
        for number in range(_FOLDS)
    ]
    starts, message = groups.starts, 0
    again: list[list[Heard]] = []
    for place, (one, mine) in enumerate(zip(examples, heard)):
        again.append(list(mine))
        for number in np.flatnonzero(one.labelled).tolist():
            x = groups.x[starts[message] : starts[message + 1]]
            again[-1][number] = mine[number].with_scores(networks[place % _FOLDS].squashed_scores(x))
            message += 1
    return again


def _seen(one: Examples, heard: Heard, here: Scene, low: int, plan: Plan) -> tuple[np.ndarray, np.ndarray]:
    x = numbers(here, low, heard, plain=False)
    pairs = heard.x.shape[1]
    x = np.hstack([heard.x, squash(x[:, pairs:]).astype(np.float16)])  # the pairs are squashed already
    if plan.plain:
        x = np.hstack([x[:, :pairs][:, plan.columns], x[:, pairs:][:, plan.later]])
    answered = one.gold[int(heard.candidates[-1])]
    return x, np.isin(heard.candidates[heard.likely], answered)


def _heard_all(examples: Sequence[Examples], scores: Sequence[np.ndarray]) -> list[list[Heard]]:
    return [[_heard(one, number, found) for number in range(len(one.sizes))] for one, found in zip(examples, scores)]


def _heard(one: Examples, number: int, scores: np.ndarray) -> Heard:
    """A message as the second pass meets it; candidates before the first message here are out of sight."""
    end = int(one.ends[number])
    count = min(int(one.sizes[number]), number + 1)
    mine, first = slice(end - count, end), number + 1 - count
    best = likely(scores[mine])
    return Heard(
        one.keys[first : number + 1], int(one.author[number]), one.names[number], one.vector[number],
        np.arange(first, number + 1), scores[mine], best, one.x[mine][best],
    )  # fmt: skip
