"""A message and a candidate in the light of the whole window: what came later, and the conversations found so far.

The conversations are those of the first pass: its most likely parents. What is asked of a candidate is asked of its
conversation without the message itself and without all that hangs on it.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

CANDIDATES = 12  # kept of each message, itself among them
MARGIN = 150  # messages on each side that count
_SOON = 20  # messages
_FAR = 60.0

Columns = dict[str, Any]  # a number or an array for each name in LATER
LATER = (
    "first_score", "first_chance", "first_rank", "first_best_other", "first_start",
    "group_chance", "group_before", "group_after", "group_last", "group_next", "group_mine", "group_mine_after",
    "group_people", "group_has_called", "group_last_mine", "group_last_theirs", "group_begun_mine",
    "group_first_theirs",
    "tail_pull", "tail_size", "next_own_pull", "last_own_pull", "next_own_in", "last_own_in", "group_vector",
    "tail_vector", "next_own_vector", "group_named_me", "group_calls_in", "group_age",
    "answers_before", "answers_before_mine", "answers_after", "answers_after_mine", "my_answers", "my_answers_theirs",
    "their_start", "their_surest", "is_parent_now",
    "next_own_gap", "next_own_calls_them", "next_own_calls_other", "next_theirs_gap", "next_theirs_calls_me",
    "next_theirs_calls_other", "soon_calls_me", "soon_they_call_me", "soon_i_call_them", "soon_i_call_any",
    "left_before", "left_after", "tail_has_them", "tail_called_them", "tail_calls_them", "group_share_mine",
)  # fmt: skip
PLAIN_LATER = [place for place, name in enumerate(LATER) if "call" not in name and "named" not in name]


@dataclass
class Scene:
    """A window after the first pass, all by position.

    Args:
        author, names, vector: of each message, as in `Window`.
        chances: `chances[i, j]` that message i answers j; on the diagonal, that it starts something.
        parent: of each, the one decided on; itself where it starts something.
    """

    author: np.ndarray
    names: np.ndarray
    vector: np.ndarray
    chances: np.ndarray
    parent: np.ndarray

    def __post_init__(self) -> None:
        count = len(self.author)
        self.people, self.who = np.unique(self.author, return_inverse=True)
        self.one_hot = np.eye(len(self.people), dtype=np.float32)[self.who]
        self.calls = np.zeros((count, len(self.people)), np.float32)
        for place in range(self.names.shape[1]):
            found = np.searchsorted(self.people, self.names[:, place]).clip(0, len(self.people) - 1)
            hit = (self.people[found] == self.names[:, place]) & (self.names[:, place] >= 0)
            self.calls[np.flatnonzero(hit), found[hit]] = 1
        self.calls_any = (self.names[:, 0] >= 0).astype(np.float32)
        self.below = descent(self.parent)
        self.group = roots(self.parent)
        self.links = self.chances - np.diag(np.diag(self.chances))
        self.starts = np.diag(self.chances)
        self.surest = self.chances.max(1)
        self.next_own, self.last_own = _neighbours(self.who)


def roots(parent: np.ndarray) -> np.ndarray:
    """The first message of the conversation of each."""
    root = np.arange(len(parent))
    for place, above in enumerate(parent.tolist()):
        root[place] = root[above]
    return root


def descent(parent: np.ndarray) -> np.ndarray:
    """`descent[i, j]`: whether j hangs on i, or is i."""
    count = len(parent)
    below = np.eye(count, dtype=bool)
    for place in range(count - 1, -1, -1):
        if parent[place] != place:
            below[parent[place]] |= below[place]
    return below


def _neighbours(who: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of each message, the next and the last one by the same author; -1 where there is none."""
    after, before = np.full(len(who), -1), np.full(len(who), -1)
    latest: dict[int, int] = {}
    for place, one in enumerate(who.tolist()):
        if one in latest:
            before[place] = latest[one]
            after[latest[one]] = place
        latest[one] = place
    return after, before


def later(scene: Scene, me: int, candidates: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """One row for each candidate (`me` itself stands last): the columns of `LATER`.

    Args:
        scores: of the first pass, for each candidate.
    """
    low, high = max(0, me - MARGIN), min(len(scene.author), me + MARGIN)
    near = slice(low, high)
    own = len(candidates) - 1
    columns: Columns = {}
    _first(scene, me, candidates, scores, columns)
    tail = scene.below[me, near]
    member = (scene.group[near][None] == scene.group[candidates][:, None]) & ~tail
    member[own] = False
    _group(scene, me, candidates, low, high, tail, member.astype(np.float32), columns)
    _answers(scene, me, candidates, columns)
    _soon(scene, me, candidates, columns)
    _tail(scene, me, candidates, low, tail, columns)
    columns["left_before"] = min(me, _FAR)
    columns["left_after"] = min(len(scene.author) - 1 - me, _FAR)
    x = np.empty((len(candidates), len(LATER)), np.float32)
    for place, name in enumerate(LATER):
        x[:, place] = columns[name]
    return x


def _first(scene: Scene, me: int, candidates: np.ndarray, scores: np.ndarray, columns: Columns) -> None:
    chances = scene.chances[me, candidates]
    order = np.argsort(-chances, kind="stable")
    rank = np.empty(len(candidates))
    rank[order] = np.arange(len(candidates))
    best = chances[order[0]]
    second = chances[order[1]] if len(candidates) > 1 else 0.0
    columns["first_score"] = scores - scores.max()
    columns["first_chance"] = chances
    columns["first_rank"] = rank
    columns["first_best_other"] = np.where(rank == 0, second, best)
    columns["first_start"] = chances[-1]
    columns["their_start"] = scene.starts[candidates]
    columns["their_surest"] = scene.surest[candidates]
    columns["is_parent_now"] = candidates == scene.parent[me]


def _group(
    scene: Scene, me: int, candidates: np.ndarray, low: int, high: int, tail: np.ndarray, member: np.ndarray,
    columns: Columns,
) -> None:  # fmt: skip
    """The candidate's conversation: its people, its pull on the message, on what hangs on it and on its neighbours."""
    near, here, who = slice(low, high), me - low, scene.who[me]
    before, after = member[:, : max(here, 1)], member[:, here + 1 :]  # `me` itself is in no group: one column is enough
    people = before @ scene.one_hot[low : max(me, low + 1)]
    size = before.sum(1)
    last = np.where(size > 0, here - 1 - before[:, ::-1].argmax(1), -1)
    begun = np.where(size > 0, member.argmax(1), -1)
    some = size > 0
    columns["group_chance"] = member @ scene.chances[me, near]
    columns["group_before"] = size
    columns["group_after"] = after.sum(1)
    columns["group_last"] = np.where(some, here - last, _FAR)
    columns["group_next"] = np.where(after.any(1), after.argmax(1) + 1, _FAR) if after.shape[1] else _FAR
    columns["group_mine"] = people[:, who]
    columns["group_share_mine"] = people[:, who] / np.maximum(size, 1)
    columns["group_mine_after"] = after @ scene.one_hot[me + 1 : high, who]
    columns["group_people"] = (people > 0).sum(1)
    columns["group_has_called"] = (people > 0) @ scene.calls[me]
    columns["group_last_mine"] = some & (scene.who[low + last] == who)
    columns["group_last_theirs"] = some & (scene.who[low + last] == scene.who[candidates])
    columns["group_begun_mine"] = some & (scene.who[low + begun] == who)
    columns["group_first_theirs"] = some & (scene.who[low + begun] == scene.who[candidates])
    columns["group_age"] = np.where(some, here - begun, 0)
    columns["group_named_me"] = before @ scene.calls[low : max(me, low + 1), who]
    columns["group_calls_in"] = (people > 0) @ scene.calls[me]
    _pulls(scene, me, near, tail, member, columns)


def _pulls(scene: Scene, me: int, near: slice, tail: np.ndarray, member: np.ndarray, columns: Columns) -> None:
    rest = tail.copy()
    rest[me - near.start] = False
    size = rest.sum()
    columns["tail_size"] = size
    columns["tail_pull"] = member @ scene.links[near, near][rest].sum(0) if size else 0.0
    total = member @ scene.vector[near]
    total /= np.sqrt((total * total).sum(1, keepdims=True)) + 1e-6
    columns["group_vector"] = total @ scene.vector[me]
    columns["tail_vector"] = total @ scene.vector[near][tail].sum(0) / (size + 1)
    for name, other in (("next_own", scene.next_own[me]), ("last_own", scene.last_own[me])):
        inside = other >= 0 and near.start <= other < near.stop and not tail[other - near.start]
        columns[f"{name}_pull"] = member @ scene.links[other, near] if inside else -1.0
        columns[f"{name}_in"] = member[:, other - near.start] if inside else -1.0


def _answers(scene: Scene, me: int, candidates: np.ndarray, columns: Columns) -> None:
    """How many answers the candidate has, and the message: chances added up."""
    who, end = scene.who[me], min(len(scene.author), me + MARGIN)
    before = scene.links[max(0, me - MARGIN) : me, candidates]
    after = scene.links[me + 1 : end, candidates]
    columns["answers_before"] = before.sum(0)
    columns["answers_before_mine"] = scene.one_hot[max(0, me - MARGIN) : me, who] @ before
    columns["answers_after"] = after.sum(0)
    columns["answers_after_mine"] = scene.one_hot[me + 1 : end, who] @ after
    mine = scene.links[me + 1 : end, me]
    columns["my_answers"] = mine.sum()
    columns["my_answers_theirs"] = (mine @ scene.one_hot[me + 1 : end])[scene.who[candidates]]


def _soon(scene: Scene, me: int, candidates: np.ndarray, columns: Columns) -> None:
    """Who calls whom next."""
    who, whose = scene.who[me], scene.who[candidates]
    soon = slice(me + 1, min(len(scene.author), me + 1 + _SOON))
    mine, calling = scene.one_hot[soon, who], scene.calls[soon, who]
    columns["soon_calls_me"] = calling.sum()
    columns["soon_they_call_me"] = (calling @ scene.one_hot[soon])[whose]
    columns["soon_i_call_them"] = (mine @ scene.calls[soon])[whose]
    columns["soon_i_call_any"] = mine @ scene.calls_any[soon]
    nxt = scene.next_own[me]
    columns["next_own_gap"] = min(nxt - me, _FAR) if nxt >= 0 else _FAR
    columns["next_own_calls_them"] = scene.calls[nxt, whose] if nxt >= 0 else 0
    columns["next_own_calls_other"] = scene.calls_any[nxt] - scene.calls[nxt, whose] if nxt >= 0 else 0
    columns["next_own_vector"] = scene.vector[candidates] @ scene.vector[nxt] if nxt >= 0 else 0
    theirs = scene.one_hot[me + 1 : me + 1 + int(_FAR)][:, whose]
    has = theirs.any(0) if len(theirs) else np.zeros(len(candidates), bool)
    gap = theirs.argmax(0) + 1 if len(theirs) else np.ones(len(candidates), int)
    spot = np.where(has, me + gap, me)
    columns["next_theirs_gap"] = np.where(has, gap, _FAR)
    columns["next_theirs_calls_me"] = has * scene.calls[spot, who]
    columns["next_theirs_calls_other"] = has * (scene.calls_any[spot] - scene.calls[spot, who])


def _tail(scene: Scene, me: int, candidates: np.ndarray, low: int, tail: np.ndarray, columns: Columns) -> None:
    """What hangs on the message: whether the candidate's author takes part in it, calls, or is called."""
    whose = scene.who[candidates]
    inside = low + np.flatnonzero(tail)
    others = inside[inside != me]
    columns["tail_has_them"] = scene.one_hot[others].sum(0)[whose]
    columns["tail_called_them"] = scene.calls[others].sum(0)[whose]
    columns["tail_calls_them"] = scene.calls[inside].sum(0)[whose]
