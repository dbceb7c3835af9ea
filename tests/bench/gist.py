"""`python -m tests.bench.gist`: how often is what the gist suggests borne out by what real people then did?

Conversations are those that people have marked in the labelled logs. Nobody said which tag or category fits them, or
whether they were over; docs/gist.md says what stands in for that here, and what it cannot show.
"""

import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from chat import gist
from chat.conversations.engine import Line
from chat.gist import Said, Talk
from tests.bench import overload, relief

FOLDERS = ("ubuntu/dev", "channel-two", "new-domains")
CHANNELS = {  # by the beginning of a log's name: what a category for that channel would be called and say
    "2": "Ubuntu support\nQuestions about installing and using Ubuntu",
    "channel-two": "Linux\nThe kernel, distributions and everything that runs on them",
    "mediawiki": "MediaWiki\nRunning a wiki: installation, extensions, templates",
    "rust": "Rust\nThe Rust programming language",
    "stripe": "Stripe\nPayments, cards and subscriptions through the Stripe API",
    "ubuntu-meeting": "Ubuntu meetings\nMeetings of the teams that make Ubuntu",
}
GOOD, LEAST, QUIET = 0.8, 4, 600  # as in board/relief.py, which needs the site's settings; seconds
TITLES = 20  # as in board/proposing.py
SILENCE = 60  # labelled lines that follow: what nobody went on with in these is over
LONG = 6  # messages from which on halves, and titles, say something


@dataclass
class Held:
    """A marked conversation, and the last labelled line of its log."""

    channel: str
    log: str
    said: list[Said]
    last: Said

    def pauses(self) -> Iterator[tuple[list[Said], int]]:
        """The conversation whenever it had been quiet so long that relief looks at it, and how much still came."""
        for at, (line, following) in enumerate(pairwise([*self.said, self.last]), 1):
            seen = self.last.key - line.key >= SILENCE and following.at - line.at >= QUIET
            if seen and at >= LEAST and len({one.author for one in self.said[:at]}) > 1:
                yield self.said[:at], len(self.said) - at


def held(folders: Iterable[Path]) -> list[Held]:
    return [one for folder in folders for row in relief.slices(folder) for one in _of_log(*row)]


def _of_log(name: str, lines: list[Line], pairs: list[tuple[int, int]]) -> Iterator[Held]:
    links = relief.with_labels(lines, pairs)
    log = relief.taken(lines, pairs, links)
    last = log.said(max(place for one in log.marked for place in one))
    channel = max((start for start in CHANNELS if name.startswith(start)), key=len)
    for places in log.marked:
        yield Held(channel, name, [log.said(place) for place in places], last)


def closing(talks: list[Held]) -> dict[str, float]:
    """Of the pauses of conversations, and of those that count as closed and good: after how many nothing came."""
    moments = [(gist.closed_and_good(Talk(said)), left) for one in talks for said, left in one.pauses()]
    good, other = ([left for score, left in moments if (score >= GOOD) is which] for which in (True, False))
    return {
        "pauses": len(moments), "over": _share(left == 0 for _, left in moments),
        "good": len(good), "good_over": _share(left == 0 for left in good),
        "other_over": _share(left == 0 for left in other),
    }  # fmt: skip


def categories(talks: list[Held], titles: int) -> dict[str, float]:
    """Of conversations in the second half of their channel, how many are suggested for it: titles from the first."""
    of = defaultdict[str, list[Held]](list)
    for one in _long(talks):
        of[one.channel].append(one)
    choices = {channel: "\n".join([CHANNELS[channel], *_titles(found, titles)]) for channel, found in of.items()}
    asked = [one for found in of.values() for one in found[len(found) // 2 :]]
    answers = [(one.channel, gist.suggest(Talk(one.said), choices)) for one in asked]
    told = [(channel, found) for channel, found in answers if found]
    return {
        "asked": len(asked),
        "suggested": len(told),
        "right": _share(channel == found for channel, found in told),
        "largest": max(Counter(one.channel for one in asked).values()) / max(1, len(asked)),
    }


def _titles(found: list[Held], most: int) -> list[str]:
    """Of the latest in the first half."""
    earlier = found[: len(found) // 2]
    return [gist.title(Talk(one.said)) for one in earlier[max(0, len(earlier) - most) :]]


def tags(talks: list[Held]) -> dict[str, float]:
    """Of the key words of a conversation's first half: how many are said in its second, and in another's."""
    halves = [(one.log, one.said[: len(one.said) // 2], one.said[len(one.said) // 2 :]) for one in _long(talks)]
    again, elsewhere = [], []
    for (log, first, second), (other_log, _, other) in pairwise(halves):
        if log == other_log:
            found = gist.keywords(Talk(first))
            again += [_is_said(word, second) for word in found]
            elsewhere += [_is_said(word, other) for word in found]
    return {"key_words": len(again), "said_again": _share(again), "said_elsewhere": _share(elsewhere)}


def _is_said(word: str, said: list[Said]) -> bool:
    return any(word.casefold() in line.text.casefold() for line in said)


def _long(talks: list[Held]) -> list[Held]:
    return [one for one in talks if len(one.said) >= LONG]


def _share(found: Iterable[bool]) -> float:
    listed = list(found)
    return round(sum(listed) / max(1, len(listed)), 3)


def main(folders: list[str]) -> None:
    talks = held([Path(folder) for folder in folders] or [overload.SHARED / "data" / name for name in FOLDERS])
    if not talks:
        raise SystemExit("No labelled logs here: name folders, or the one that holds data in OXBOW_SHARED.")
    print(json.dumps({"bench": "gist closed and good"} | closing(talks)))
    for titles in (0, TITLES):
        print(json.dumps({"bench": "gist category", "titles": titles} | categories(talks, titles)))
    print(json.dumps({"bench": "gist key words"} | tags(talks)))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")
    main(sys.argv[1:])
