"""How good the engine is on real talk that it has not learned from. Floors lie a little below what was reached."""

import os
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from chat.conversations.engine import Listener, conversations, link
from chat.conversations.engine.training import corpus
from chat.conversations.engine.training.measures import measure

SHARED = Path(os.environ.get("OXBOW_SHARED") or Path(__file__).resolve().parents[4] / "shared")
POINTERS = 30  # of a hundred messages


def slices(folder: str) -> list[corpus.Slice]:
    if not (SHARED / "data" / folder).is_dir():
        pytest.skip(f"No labelled logs here: name the folder that holds data/{folder} in OXBOW_SHARED.")
    return corpus.read(SHARED / "data" / folder)


def judged(found: list[corpus.Slice], judge) -> dict[str, float]:
    """The figures, printed with the time that one line took; time is never asserted."""
    began = time.perf_counter()
    links = {one.name: judge(one) for one in found}
    each = (time.perf_counter() - began) / sum(len(one.lines) for one in found)
    figures = measure(found, links)
    print({name: round(value, 2) for name, value in figures.items()}, f"{1000 * each:.2f} ms a line")
    return figures


def online(one: corpus.Slice, **options) -> list:
    listener = Listener(**options)
    return [listener.hear(line) for line in one.lines]


def hindsight(one: corpus.Slice, **options) -> list:
    """Links of the labelled part; what is before it is context."""
    return link(one.lines, since=min(one.gold), **options)


@cache
def found_on_dev() -> dict[str, float]:
    """The figures to which others are compared, reckoned once."""
    return judged(slices("ubuntu/dev"), hindsight)


def at_least(figures: dict[str, float], **floors: float) -> None:
    low = {name: round(figures[name], 2) for name, floor in floors.items() if figures[name] < floor}
    assert not low, f"{low} are below {floors}"


def test_in_hindsight_on_dev():
    at_least(found_on_dev(), link_f=74.5, one_minus_vi=93.5, exact_f=42, b3_f=84.5, two_edits=50)


def test_online_on_dev():
    at_least(judged(slices("ubuntu/dev"), online), link_f=73.5, one_minus_vi=92.5, exact_f=40, b3_f=81.5, two_edits=42)


def test_without_names_on_dev():
    figures = judged(slices("ubuntu/dev"), lambda one: hindsight(one, with_names=False))
    at_least(figures, link_f=59, exact_f=15, b3_f=63)


def test_replies_that_point_are_in_every_proposal_and_help_the_others():
    found = slices("ubuntu/dev")
    pointed = [replace(one, lines=corpus.pointed(one, POINTERS)) for one in found]
    links = {one.name: hindsight(one) for one in pointed}
    assert measure(found, links)["b3_f"] > found_on_dev()["b3_f"] + 1
    for one in pointed:
        together = {key: group for group in map(set, conversations(links[one.name])) for key in group}
        pairs = [(line.key, line.answers) for line in one.lines if line.answers in together]
        assert all(parent in together[key] for key, parent in pairs)


def test_chinese_is_nearly_as_good_as_the_same_talk_in_english():
    (chinese,) = slices("zh-translated")
    (english,) = (one for one in slices("ubuntu/dev") if one.name == chinese.name.removeprefix("zh-"))
    gap = judged([english], hindsight)["link_f"] - judged([chinese], hindsight)["link_f"]
    assert gap <= 3


@pytest.mark.parametrize("folder", ["channel-two", "new-domains"])
def test_other_channels(folder: str):
    at_least(judged(slices(folder), hindsight), link_f=70)
