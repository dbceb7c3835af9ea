"""From links to conversations, and to what is proposed when one message is promoted."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from chat.conversations.engine.lines import Line, Link

SURE = 0.6  # members of a proposal below this are to be marked as unsure


def conversations(links: Iterable[Link]) -> list[list[int]]:
    """Keys that belong together, in order of their first message; each in order."""
    links = list(links)
    root: dict[int, int] = {}

    def find(key: int) -> int:
        while root.setdefault(key, key) != key:
            root[key] = key = root[root[key]]
        return key

    for link in links:
        first, second = sorted((find(link.key), find(link.parent)))
        root[second] = first
    here = {link.key for link in links}
    groups: dict[int, list[int]] = defaultdict(list)
    for key in sorted(here):
        groups[find(key)].append(key)
    return sorted(groups.values())


def propose(lines: Sequence[Line], links: Iterable[Link], key: int) -> list[tuple[int, float]]:
    """The conversation of a message: the key of each member, and how likely it belongs with `key`, in order.

    What the system says is left out. A member is as sure as the chain of links from it to `key` is:
    the product of their `together`. Below `SURE` it should be marked as unsure.
    """
    near: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for link in links:
        if not link.starts:
            near[link.key].append((link.parent, link.together))
            near[link.parent].append((link.key, link.together))
    sure, edge = {key: 1.0}, [key]
    while edge:
        one = edge.pop()
        for other, together in near[one]:
            if other not in sure:
                sure[other] = sure[one] * together
                edge.append(other)
    spoken = {line.key for line in lines if line.author}
    return sorted((one, chance) for one, chance in sure.items() if one in spoken or one == key)
