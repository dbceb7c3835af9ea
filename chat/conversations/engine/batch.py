"""Judging a whole window at once: what came later says much about what a message meant.

A first pass hears the messages in order, as `Listener` does; a second one judges each again in the light of all.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from chat.conversations.engine.later import MARGIN, Scene
from chat.conversations.engine.lines import Line, Link
from chat.conversations.engine.listener import Listener, certain, decided
from chat.conversations.engine.model import Model, trained
from chat.conversations.engine.network import softmax
from chat.conversations.engine.second import Heard, judged, numbers, scene, settled

_CLEAR = 0.95  # chance of a parent that is not judged again: a quarter of the messages, and no figure on dev changes
_AT_ONCE = 300  # messages judged in one scene, beside its margins


def link(
    lines: Sequence[Line], model: Model | None = None, *, known: Iterable[Link] = (), since: int | None = None,
    with_names: bool = True,
) -> list[Link]:  # fmt: skip
    """A link for every line, in order.

    Args:
        known: links that shall stand, of any of these lines: they are not judged again, which is much quicker.
        since: the first line that a link is wanted for, by key. Those long before it are only read: quicker still.
        with_names: whether names in the text count.
    """
    model = model or trained()
    heard = _hear(lines, Listener(model, with_names=with_names), {one.key: one for one in known}, _first(lines, since))
    heard, found = _judge(heard, model, "second")
    if any(one.plain for one in heard):
        heard, found = _judge(heard, model, "third")
    wanted = [line for line in lines if since is None or line.key >= since]
    return [found[line.key] if line.author else certain(line) for line in wanted]


def _first(lines: Sequence[Line], since: int | None) -> int:
    """How many messages are only read."""
    return 0 if since is None else max(0, sum(bool(line.author) and line.key < since for line in lines) - MARGIN)


def _hear(lines: Sequence[Line], listener: Listener, stands: dict[int, Link], first: int) -> list[Heard]:
    """The first pass, over what was said, from the `first` message on."""
    window, heard = listener.window, list[Heard]()
    number: dict[int, int] = {}
    here = -first
    for line in lines:
        if not line.author:
            window.news(line.text)
            continue
        number[line.key], row = here, window.add(line)
        if here >= 0:
            if fixed := certain(line) if line.answers is not None else stands.get(line.key):
                heard.append(settled(window, row, here, number.get(fixed.parent, -1), fixed))
            else:
                heard.append(judged(window, row, here, *listener.scores(row)))
        here += 1
    return heard


def _scored(heard: list[Heard], here: Scene, low: int, model: Model, nth: str) -> list[Heard]:
    """The messages with the scores of one more pass; each network is asked once for all that are its."""
    scored = list(heard)
    for plain in (False, True):
        network = model.networks.get(f"{nth}_plain" if plain else nth)
        asked = [at for at, one in enumerate(heard) if one.plain is plain and not _is_clear(one)]
        if network and asked:
            x = [numbers(here, low, heard[at], plain=plain) for at in asked]
            ends = np.cumsum([len(one) for one in x])[:-1]
            for at, scores in zip(asked, np.split(network.scores(np.vstack(x)), ends)):
                scored[at] = heard[at].with_scores(scores)
    return scored


def _is_clear(one: Heard) -> bool:
    """Whether another pass would change nothing, or hardly anything."""
    return one.certain is not None or (not one.plain and float(softmax(one.scores).max()) > _CLEAR)


def _judge(heard: list[Heard], model: Model, nth: str) -> tuple[list[Heard], dict[int, Link]]:
    """One more pass, a scene at a time: what it says of each message, and the links that come of it."""
    again: list[Heard] = []
    found: dict[int, Link] = {}
    group: dict[int, int] = {}
    for start in range(0, len(heard), _AT_ONCE):
        low, end = max(0, start - MARGIN), min(len(heard), start + _AT_ONCE)
        here = scene(heard, low, min(len(heard), end + MARGIN))
        for one in _scored(heard[start:end], here, low, model, nth):
            again.append(one)
            link = one.certain or decided(one.keys[one.likely].tolist(), softmax(one.scores[one.likely]), group)
            found[link.key] = link
            group[link.key] = group.get(link.parent, link.parent)
    return again, found
