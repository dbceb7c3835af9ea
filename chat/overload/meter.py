"""When is a room too much for the people in it? Plain functions over counted minutes; nothing here knows a database.

What is measured is one number, the strain: the largest of four parts, each of which is 1 where a reader cannot keep up.
Half of that is busy. A state is entered a tenth above its threshold and left a tenth below it, and never left at once,
so that a room near a threshold does not flicker; docs/overload.md shows what other bands would do on real logs.

Where the defaults come from:
    posters: public talk tops out near 40 posters in any 20 minutes, even where hundreds are present (Jones, Moldovan,
        Raban & Butler, "Empirical evidence of information overload constraining chat channel community interactions",
        CSCW 2008). Half of it, 20, is near the number of people that one keeps up with closely (Dunbar's 15 to 20).
    messages: five a minute are a message every twelve seconds, all day. People under such a load answer the simpler
        messages, write simpler ones, or leave (Jones, Ravid & Rafaeli, Information Systems Research 15(2), 2004).
    words: English is read at 238 words a minute (Brysbaert, Journal of Memory and Language 109, 2019; 175 to 300 for
        most adults). A room of 80 takes a third of each hour from everybody who reads it all.
    conversations: 2.75 go on at once in an ordinary minute of a busy channel (Elsner & Charniak, "Disentangling chat",
        Computational Linguistics 36(3), 2010). Three make a room busy; however many, they do not overload it alone.
    crowd: a conversation holds four people (Dunbar, Duncan & Nettle, Human Nature 6, 1995). What up to four say, or one
        program, may be a lot to read, but it is one conversation: it makes a room busy, never overloaded.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

State = Literal["calm", "busy", "overloaded"]

WINDOW = 20  # minutes that are looked at
CROWD = 4  # people who fit into one conversation
CONVERSATIONS = 5  # at once, that would count for full: three make a room busy
ENTER: dict[State, float] = {"calm": 0.0, "busy": 0.55, "overloaded": 1.1}  # strain
LEAVE: dict[State, float] = {"calm": 0.0, "busy": 0.45, "overloaded": 0.9}
DWELL = timedelta(minutes=10)  # that a state lasts at the least before a calmer one follows
ALMOST = 0.85  # strain of what is much, but not too much: below what keeps a room overloaded


@dataclass(frozen=True, slots=True)
class Limits:
    """What a room's readers can keep up with.

    Attributes:
        posters: distinct ones in twenty minutes.
        messages: a minute.
        words: a minute.
    """

    posters: int = 40
    messages: float = 5
    words: float = 80


@dataclass(frozen=True, slots=True)
class Minute:
    """What was said in one minute, and who said it."""

    messages: int = 0
    words: float = 0
    posters: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """What the last twenty minutes were like; messages and words are those of an average minute of them."""

    messages: float = 0
    words: float = 0
    posters: int = 0
    conversations: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a room and since when it is in it."""

    state: State
    since: datetime


def read(minutes: Iterable[Minute], conversations: int = 0) -> Reading:
    """Sum up the minutes of one window; those in which nobody spoke may be left out."""
    window = list(minutes)
    return Reading(
        messages=sum(minute.messages for minute in window) / WINDOW,
        words=sum(minute.words for minute in window) / WINDOW,
        posters=len(frozenset[int]().union(*(minute.posters for minute in window))),
        conversations=conversations,
    )


def strain(reading: Reading, limits: Limits) -> float:
    """How much of what readers can keep up with is used: 0 is silence, 1 is all of it."""
    pace = max(reading.messages / limits.messages, reading.words / limits.words)
    if reading.posters <= CROWD:
        pace = min(pace, ALMOST)
    return max(pace, reading.posters / limits.posters, min(reading.conversations / CONVERSATIONS, ALMOST))


def gauge(strain: float) -> int:
    """The strain as members see it, 0 to 100: full at the limit, a little before the room counts as overloaded."""
    return round(100 * min(strain, 1.0))


def step(before: Standing, strain: float, at: datetime) -> Standing:
    """The standing of a room at a moment: up at once, down after a while, and calm once nobody speaks at all."""
    state = _state(before.state, strain)
    too_soon = ENTER[state] < ENTER[before.state] and at - before.since < DWELL and strain > 0
    if state == before.state or too_soon:
        return before
    return Standing(state, at)


def _state(held: State, strain: float) -> State:
    """The highest state that the strain enters or, of the held one and those below it, keeps up."""
    entered: State = max((state for state in ENTER if strain >= ENTER[state]), key=ENTER.__getitem__)
    kept: State = max((state for state in LEAVE if strain >= LEAVE[state]), key=LEAVE.__getitem__)
    return max(entered, min(held, kept, key=ENTER.__getitem__), key=ENTER.__getitem__)
