"""How good predicted links are: the measures of the data set's authors, and what a member sees who promotes.

Links: precision, recall and F over all links, self links included. Exact: conversations found without any fault, those
of one message left out (Kummerfeld et al., ACL 2019). 1-VI: scaled variation of information (Meila, 2007). B3: the mean
over messages of precision and recall of their conversation (Bagga and Baldwin, 1998), here over what people said.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from chat.conversations.engine.clusters import conversations
from chat.conversations.engine.lines import Link
from chat.conversations.engine.training.corpus import Slice

Groups = list[frozenset[int]]


def measure(slices: Sequence[Slice], found: Mapping[str, Sequence[Link]]) -> dict[str, float]:
    """Per cent, over all slices together."""
    links, exact, seeds, table = Counter[str](), Counter[str](), [], _Table()
    for one in slices:
        links += _links(one, found[one.name])
        gold, mine = _gold(one), _found(one, found[one.name])
        exact += _exact(gold, mine)
        table.add(gold, mine)
        seeds += _seeds(gold, mine, {line.key for line in one.lines if line.author})
    b3 = [sum(part) / len(seeds) for part in zip(*seeds)]
    return {
        "link_f": _f(links), "one_minus_vi": table.score(), "exact_f": _f(exact),
        "b3_f": 100 * 2 * b3[0] * b3[1] / (b3[0] + b3[1]), "two_edits": 100 * b3[2],
    }  # fmt: skip


def _links(one: Slice, found: Sequence[Link]) -> Counter[str]:
    parent = {link.key: link.parent for link in found}
    right = sum(parent[key] in gold for key, gold in one.gold.items())
    return Counter(right=right, found=len(one.gold), gold=sum(map(len, one.gold.values())))


def _f(counts: Counter[str]) -> float:
    return 200 * counts["right"] / max(1, counts["found"] + counts["gold"])


def _gold(one: Slice) -> Groups:
    pairs = [Link(key, parent, 1.0) for key, parents in one.gold.items() for parent in parents]
    return _groups(one, pairs)


def _found(one: Slice, found: Sequence[Link]) -> Groups:
    return _groups(one, [link for link in found if link.key in one.gold])


def _groups(one: Slice, links: Sequence[Link]) -> Groups:
    """Conversations, of the labelled messages only."""
    labelled = set(one.gold)
    return [frozenset(labelled & set(group)) for group in conversations(links)]


def _exact(gold: Groups, mine: Groups) -> Counter[str]:
    theirs, ours = ({group for group in groups if len(group) > 1} for groups in (gold, mine))
    return Counter(right=len(theirs & ours), found=len(ours), gold=len(theirs))


def _seeds(gold: Groups, mine: Groups, spoken: set[int]) -> list[tuple[float, float, float]]:
    """Of each message that could be promoted: precision, recall, and whether two edits are enough."""
    proposal = {key: group & spoken for group in mine for key in group}
    seeds = []
    for group in gold:
        target = group & spoken
        for key in target if len(target) > 1 else ():
            hit = len(target & proposal[key])
            seeds.append((hit / len(proposal[key]), hit / len(target), float(len(target ^ proposal[key]) <= 2)))
    return seeds


class _Table:
    """How two ways to divide the same messages agree, over several rooms."""

    def __init__(self) -> None:
        self._loss, self._count = 0.0, 0

    def add(self, gold: Groups, mine: Groups) -> None:
        where = {key: place for place, group in enumerate(mine) for key in group}
        for group in gold:
            self._count += len(group)
            for place, both in Counter(where[key] for key in group).items():
                self._loss -= both * (math.log2(both / len(mine[place])) + math.log2(both / len(group)))

    def score(self) -> float:
        return 100 * (1 - self._loss / self._count / math.log2(self._count)) if self._count > 1 else 100.0
