"""Who belongs together, seen from who talks with whom."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from chat.overload import graph, splits


def clique(people: range, times: int = 5) -> dict[tuple[int, int], int]:
    return {(a, b): times for a in people for b in people if a < b}


def test_nobody_who_said_one_thing_once_makes_a_circle():
    assert graph.densest({}, 3, 20) == []
    assert graph.densest({(1, 2): 90}, 3, 20) == []
    assert graph.densest(clique(range(5), times=1), 3, 20) == []


def test_those_who_talk_most_with_each_other_are_found_among_passers_by():
    passing = {(person, 100 + person): 3 for person in range(40)}
    assert graph.densest(passing | clique(range(10, 16), 8), 3, 20) == list(range(10, 16))


def test_somebody_whom_everybody_asks_makes_no_circle_of_everybody():
    asked = {(0, person): 2 for person in range(1, 300)}
    assert len(graph.densest(asked | clique(range(300, 304), 9), 3, 20)) == 4


def test_two_groups_that_never_talk_are_not_one_circle():
    found = graph.densest(clique(range(4), 5) | clique(range(10, 14), 5), 3, 20)
    assert found == [0, 1, 2, 3]


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 30), st.integers(31, 60)), st.integers(1, 9), min_size=0, max_size=200
    )
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_any_talk_gives_the_same_circle_of_a_fit_size_whatever_its_order(exchanges):
    found = graph.densest(exchanges, 3, 20)
    assert not found or 3 <= len(found) <= 20
    shuffled = dict(random.Random(1).sample(sorted(exchanges.items()), len(exchanges)))
    assert graph.densest(shuffled, 3, 20) == found
    parts = graph.communities(exchanges)
    assert sorted(person for part in parts for person in part) == sorted({x for pair in exchanges for x in pair})
    assert graph.communities(shuffled) == parts
    assert 0 <= graph.inside(exchanges, parts) <= 1


def test_talk_falls_into_the_parts_that_it_was_made_of():
    rng = random.Random(7)
    exchanges: dict[tuple[int, int], int] = {}
    for _ in range(4000):
        part = rng.randrange(3)
        a, b = (rng.randrange(part * 60, part * 60 + 60) for _ in range(2))
        if rng.random() < 0.1:
            b = rng.randrange(180)
        if a != b:
            pair = (min(a, b), max(a, b))
            exchanges[pair] = exchanges.get(pair, 0) + 1
    parts = splits.parts(exchanges)
    assert [len(part) for part in parts] == [60, 60, 60]
    assert all(len({person // 60 for person in part}) == 1 for part in parts)
    assert graph.inside(exchanges, parts) > 0.85


def test_a_list_is_never_too_small_to_be_a_room():
    exchanges = clique(range(30)) | clique(range(40, 60)) | {(29, 100): 1, (100, 101): 9, (200, 201): 9}
    parts = splits.parts(exchanges)
    assert min(len(part) for part in parts) >= splits.SMALLEST
    assert {100, 101} < set(parts[0])
    assert not {200, 201} & {person for part in parts for person in part}
