"""Which messages stand for a conversation: likeness, rank in the graph of likeness, and a choice without repetition."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log, sqrt

from chat.gist.talk import Line, Talk

MOST = 300  # messages that are compared with each other; a longer talk is represented by those that say most
_DAMPING = 0.85  # Brin and Page (1998)
_STEPS = 12
_ALIKE = 0.05
_REPLY = 0.3  # what answering each other adds to likeness
_NEWNESS = 0.4  # how much a choice avoids what was chosen, 1 - lambda of Carbonell and Goldstein (1998)
_SAME = 0.8  # likeness from which on a message is only taken when nothing else is left

Vector = dict[str, float]
Edges = dict[int, dict[int, float]]


def vectors(lines: Sequence[Line]) -> dict[int, Vector]:
    """TF-IDF of each message, of length 1. A message is short: a term is in it or not."""
    frequency: dict[str, int] = defaultdict(int)
    for line in lines:
        for term in line.terms:
            frequency[term] += 1
    rarity = {term: log(1 + len(lines) / count) for term, count in frequency.items()}
    return {line.key: unit({term: rarity[term] for term in sorted(line.terms)}) for line in lines}


def unit(vector: Mapping[str, float]) -> Vector:
    length = sqrt(sum(value * value for value in vector.values())) or 1.0
    return {term: value / length for term, value in vector.items()}


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Of two vectors of length 1."""
    if len(one) > len(other):
        one, other = other, one
    return sum(value * other[term] for term, value in one.items() if term in other)


def central(talk: Talk, lines: Sequence[Line], likeness: Mapping[int, Vector]) -> dict[int, float]:
    """How central each message is, the most central 1: PageRank over likeness and replies (Mihalcea and Tarau 2004)."""
    edges = _alike(likeness)
    _join_replies(edges, talk, lines)
    ranks = pagerank([line.key for line in lines], edges)
    most = max(ranks.values(), default=1.0)
    return {key: rank / most for key, rank in ranks.items()}


def pagerank(nodes: Sequence[int], edges: Edges) -> dict[int, float]:
    """The share of a random reader's time at each node, who follows weighted edges and sometimes starts anew."""
    shares = {node: _shares(edges[node]) for node in nodes if edges.get(node)}
    ranks = dict.fromkeys(nodes, 1 / (len(nodes) or 1))
    for _ in range(_STEPS):
        ranks = _step(ranks, shares)
    return ranks


def choose(
    scores: Mapping[int, float], likeness: Mapping[int, Vector], most: int, first: Iterable[int] = ()
) -> list[int]:
    """The best ones that do not repeat each other: maximal marginal relevance (Carbonell and Goldstein 1998).

    Args:
        first: chosen before all others.
    """
    chosen = list(first)[:most]
    left = sorted((key for key in scores if key not in chosen), key=lambda key: (-scores[key], key))
    repeated = {key: max((cosine(likeness[key], likeness[had]) for had in chosen), default=0.0) for key in left}
    while left and len(chosen) < most:
        best = max(left, key=lambda key: (repeated[key] < _SAME, scores[key] - _NEWNESS * repeated[key], -key))
        left.remove(best)
        chosen.append(best)
        for key in left:
            repeated[key] = max(repeated[key], cosine(likeness[key], likeness[best]))
    return chosen


def _shares(edges: Mapping[int, float]) -> list[tuple[int, float]]:
    """Which part of a node's rank goes where."""
    total = sum(edges.values())
    return [(other, _DAMPING * weight / total) for other, weight in edges.items()]


def _step(ranks: dict[int, float], shares: Mapping[int, list[tuple[int, float]]]) -> dict[int, float]:
    idle = sum(rank for node, rank in ranks.items() if node not in shares)
    after = dict.fromkeys(ranks, (1 - _DAMPING + _DAMPING * idle) / (len(ranks) or 1))
    for node, leading in shares.items():
        rank = ranks[node]
        for other, share in leading:
            after[other] += rank * share
    return after


def _alike(vectors: Mapping[int, Vector]) -> Edges:
    """Pairs that share terms, with their cosine, found through the terms."""
    holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
    edges: Edges = defaultdict(dict)
    for key, vector in vectors.items():
        sums: dict[int, float] = defaultdict(float)
        for term, value in vector.items():
            for other, theirs in holders[term]:
                sums[other] += value * theirs
            holders[term].append((key, value))
        for other, total in sums.items():
            if total > _ALIKE:
                edges[key][other] = edges[other][key] = total
    return edges


def _join_replies(edges: Edges, talk: Talk, lines: Sequence[Line]) -> None:
    among = {line.key for line in lines}
    for line in lines:
        parent = talk.parent(line)
        if parent and parent.key in among and parent.key != line.key:
            edges[line.key][parent.key] = edges[line.key].get(parent.key, 0.0) + _REPLY
            edges[parent.key][line.key] = edges[parent.key].get(line.key, 0.0) + _REPLY
