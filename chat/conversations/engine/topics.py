"""What two messages are about: words they share, and how near their words and their authors' topics are."""

import numpy as np

from chat.conversations.engine.columns import AT
from chat.conversations.engine.moment import Moment
from chat.conversations.engine.window import Window

_LAST = 20  # ranks that are told apart


def beside(w: Window, now: Moment, x: np.ndarray) -> None:
    """The pairs."""
    low, row, pair = now.low, now.row, x[:, :-1]
    places, weights = _shared(w, now)
    dot = np.bincount(places, weights * weights, now.count)
    pair[AT["cosine"]] = cosine = dot / (w.norm[low:row] * w.norm[row])
    pair[AT["rarest"], places] = weights  # the rarest word is written last
    pair[AT["shared"]] = np.bincount(places, minlength=now.count)
    order = np.empty(now.count)
    order[np.argsort(-cosine, kind="stable")] = np.arange(now.count)
    pair[AT["cosine_rank"]] = np.where(cosine > 0, np.minimum(order, _LAST), _LAST)
    x[AT["best_cosine"]] = cosine.max()
    _topics(w, now, pair)
    x[AT["best_topic"]] = pair[AT["topic_mine"]].max()


def _shared(w: Window, now: Moment) -> tuple[np.ndarray, np.ndarray]:
    """Where the words of the message stand before it, with their weights, the weightiest last."""
    first = now.low + w.dropped
    places: list[int] = []
    weights: list[float] = []
    for word, weight in sorted(w.weights[now.row].items(), key=lambda one: one[1]):
        for place in reversed(w.places[word]):
            if place < first:
                break
            if place < first + now.count:
                places.append(place - first)
                weights.append(weight)
    return np.array(places, np.int64), np.array(weights)


def _topics(w: Window, now: Moment, pair: np.ndarray) -> None:
    low, row = now.low, now.row
    pair[AT["vector"]] = w.vector[low:row] @ w.vector[row]
    pair[AT["topic_theirs"]] = w.topic[low:row] @ w.vector[row]
    pair[AT["topic_mine"]] = w.vector[low:row] @ w.topic_before[row]
    pair[AT["topic_both"]] = w.topic[low:row] @ w.topic_before[row]
