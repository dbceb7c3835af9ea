"""What is kept of rows that many read."""

from types import SimpleNamespace

from board.shapes import TagShape
from community import kept
from community.kept import Kept


class Maker:
    """Makes shapes, each with its id for a name and how often anything was made, and knows of which ids."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []

    def __call__(self, ids: list[int]) -> dict[int, TagShape]:
        self.asked.append(ids)
        return {pk: TagShape(name=str(pk), threads=len(self.asked)) for pk in ids if pk != 99}


def test_only_what_is_not_known_is_made():
    shelf, make = Kept[TagShape](10), Maker()
    shelf.of([(1, "a"), (2, "a")], make)
    found = shelf.of([(2, "a"), (3, "a"), (1, "b")], make)
    assert make.asked == [[1, 2], [3, 1]]
    assert [(one.name, one.threads) for one in found] == [("2", 1), ("3", 2), ("1", 2)]


def test_a_row_that_has_gone_meanwhile_is_left_out():
    assert [one.name for one in Kept[TagShape](10).of([(1,), (99,), (2,)], Maker())] == ["1", "2"]


def test_what_is_asked_for_stays_and_the_rest_is_let_go_when_it_is_full():
    shelf, make = Kept[TagShape](4), Maker()
    shelf.of([(1,), (2,), (3,), (4,)], make)
    shelf.of([(1,), (5,), (6,), (7,)], make)
    shelf.of([(8,)], make)
    make.asked.clear()
    shelf.of([(1,), (2,), (5,), (8,)], make)
    assert make.asked == [[2]]


def test_nothing_is_kept_for_longer_than_two_generations(monkeypatch):
    moments = iter([0.0, 1.0, kept.LASTS + 1, 2 * kept.LASTS + 2, 2 * kept.LASTS + 3])
    monkeypatch.setattr(kept, "time", SimpleNamespace(monotonic=moments.__next__))
    shelf, make = Kept[TagShape](10), Maker()
    for key in [(1,), (2,), (2,)]:
        shelf.of([key], make)
    make.asked.clear()
    shelf.of([(1,), (2,)], make)
    assert make.asked == [[1]]
