"""Who talks with whom, as a graph: its densest part, and the parts into which it falls. The same talk, the same answer.

Plain functions over exchanges: `{(a, b): how often the two answered or named each other}` with a < b.
"""

import heapq
from collections import defaultdict

Exchanges = dict[tuple[int, int], int]
Graph = dict[int, dict[int, float]]

OFTEN = 2  # exchanges that make two people talk with each other; one may be a thank-you
ROUNDS = 50  # of moving people between parts; a few suffice


def densest(exchanges: Exchanges, least: int, most: int) -> list[int]:
    """The people who talk most with each other: the most exchanges per head, in a group of `least` to `most`.

    Takes away whoever has the fewest, again and again, and keeps the best of what was on the way (Charikar, "Greedy
    approximation algorithms for finding dense components in a graph", APPROX 2000). Empty where nobody talks so much.
    """
    often = {pair: times for pair, times in exchanges.items() if times >= OFTEN}
    groups = [group for group in _connected(_graph(often)) if len(group) >= least]
    peeled = [_peeled(_within(often, group), least, most) for group in groups]
    return max(peeled, key=lambda found: (found[0], -min(found[1], default=0)), default=(0.0, []))[1]


def communities(exchanges: Exchanges) -> list[list[int]]:
    """The parts into which people fall who talk more within than across, the largest first.

    Moves one after the other to where modularity grows most, joins what moved together, and begins again (Blondel et
    al., "Fast unfolding of communities in large networks", J. Stat. Mech. P10008, 2008).
    """
    graph = _graph(exchanges)
    parts = {node: [node] for node in graph}
    while True:
        home = _moved(graph)
        if len(set(home.values())) == len(graph):
            return sorted((sorted(part) for part in parts.values()), key=lambda part: (-len(part), part))
        parts = _joined(parts, home)
        graph = _folded(graph, home)


def inside(exchanges: Exchanges, parts: list[list[int]]) -> float:
    """The share of exchanges between people of the same part."""
    part_of = {person: number for number, part in enumerate(parts) for person in part}
    kept = sum(times for (a, b), times in exchanges.items() if a in part_of and part_of[a] == part_of.get(b))
    return kept / max(1, sum(exchanges.values()))


def _graph(exchanges: Exchanges) -> Graph:
    graph: Graph = defaultdict(dict)
    for (a, b), times in sorted(exchanges.items()):
        graph[a][b] = graph[b][a] = float(times)
    return {node: graph[node] for node in sorted(graph)}


def _within(exchanges: Exchanges, group: set[int]) -> Exchanges:
    return {pair: times for pair, times in exchanges.items() if group.issuperset(pair)}


def _connected(graph: Graph) -> list[set[int]]:
    """The groups between which nobody talks."""
    found, seen = [], set[int]()
    for start in graph:
        if start not in seen:
            group, waiting = {start}, [start]
            while waiting:
                near = graph[waiting.pop()].keys() - group
                group |= near
                waiting += near
            seen |= group
            found.append(group)
    return found


def _peeled(exchanges: Exchanges, least: int, most: int) -> tuple[float, list[int]]:
    """Exchanges per head of the best group within a connected one, and who is in it."""
    graph = _graph(exchanges)
    left, total = set(graph), float(sum(exchanges.values()))
    degrees = {node: sum(near.values()) for node, near in graph.items()}
    heap = [(degree, -node) for node, degree in degrees.items()]
    heapq.heapify(heap)
    best: tuple[float, list[int]] = (0.0, [])
    while len(left) >= least:
        if len(left) <= most and total / len(left) > best[0]:
            best = (total / len(left), sorted(left))
        total -= _take_away(_weakest(heap, degrees, left), graph, degrees, left, heap)
    return best


def _weakest(heap: list[tuple[float, int]], degrees: dict[int, float], left: set[int]) -> int:
    """Who has the fewest exchanges with those who are left; entries that are out of date are skipped."""
    while True:
        degree, node = heapq.heappop(heap)
        if -node in left and degrees[-node] == degree:
            return -node


def _take_away(
    node: int, graph: Graph, degrees: dict[int, float], left: set[int], heap: list[tuple[float, int]]
) -> float:
    """Take somebody out; the exchanges that go with them."""
    left.discard(node)
    for near in graph[node].keys() & left:
        degrees[near] -= graph[node][near]
        heapq.heappush(heap, (degrees[near], -near))
    return degrees[node]


def _moved(graph: Graph) -> dict[int, int]:
    """Where everybody is once nobody gains by moving; a part is named after one of its nodes."""
    home = {node: node for node in graph}
    degree = {node: _degree(node, near) for node, near in graph.items()}
    whole, twice = dict(degree), sum(degree.values())
    for _ in range(ROUNDS):
        moves = [_move(node, graph[node], home, degree[node], whole, twice) for node in graph]
        if not any(moves):
            break
    return home


def _degree(node: int, near: dict[int, float]) -> float:
    return sum(near.values()) + near.get(node, 0.0)


def _move(
    node: int, near: dict[int, float], home: dict[int, int], degree: float, whole: dict[int, float], twice: float
) -> bool:
    """Move one node to the part in which modularity is highest; whether it moved.

    Args:
        whole: the degrees of each part's nodes together.
        twice: the degrees of all nodes together, twice the weight of the graph.
    """
    before = home[node]
    whole[before] -= degree
    ties: dict[int, float] = defaultdict(float)
    for other, weight in near.items():
        if other != node:
            ties[home[other]] += weight
    gains = {part: tie - degree * whole[part] / twice for part, tie in ties.items()}
    gains.setdefault(before, -degree * whole[before] / twice)
    best = min(gains, key=lambda part: (-round(gains[part], 9), part != before, part))
    whole[best] += degree
    home[node] = best
    return best != before


def _joined(parts: dict[int, list[int]], home: dict[int, int]) -> dict[int, list[int]]:
    joined: dict[int, list[int]] = defaultdict(list)
    for node, people in parts.items():
        joined[home[node]] += people
    return joined


def _folded(graph: Graph, home: dict[int, int]) -> Graph:
    """The graph whose nodes are the parts; what is said within a part is a loop."""
    folded: Graph = {part: {} for part in sorted(set(home.values()))}
    for node, near in graph.items():
        for other, weight in near.items():
            a, b = home[node], home[other]
            share = weight / 2 if a == b and node != other else weight
            folded[a][b] = folded[a].get(b, 0.0) + share
    return folded
