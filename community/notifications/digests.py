"""The daily brief, the weekly essence and the recall: what is new and unread, in both tempos, by what it means to each.

Each layer registers its sections in `apps.ready()`. Sections find for many readers at once: the database is asked as
often for two hundred members of a community as for one.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from django.utils.functional import Promise

from community.members.models import Community
from community.notifications.content import Batch, Chapter, Figure, Item, Reader, Section
from community.notifications.models import Digest
from community.notifications.shelf import Shelf

DAILY, WEEKLY, RECALL = Digest.Kind.DAILY, Digest.Kind.WEEKLY, Digest.Kind.RECALL
LINES = 2  # key lines an item
FIGURES_LIVE = 600.0  # seconds

# What is new for each reader, by member id, the most important first; what is read, removed or not theirs is absent.
Source = Callable[[Batch], Mapping[int, list[Item]]]
Counter = Callable[[Community, datetime], int]


@dataclass(frozen=True)
class _Part:
    name: str
    heading: str | Promise
    source: Source
    most: int


_PARTS: dict[str, list[tuple[int, _Part]]] = {kind: [] for kind in Digest.Kind.values}
_FIGURES: list[tuple[str, str | Promise, Counter]] = []
_counted: Shelf[tuple[str, int, int], int] = Shelf(FIGURES_LIVE)


def register(name: str, heading: str | Promise, source: Source, most: int, **places: int) -> None:
    """Add a section to some kinds of digest.

    Args:
        most: items that it shows.
        places: by kind, where it stands among the others, such as `daily=20`.
    """
    for kind, place in places.items():
        _PARTS[kind].append((place, _Part(name, heading, source, most)))
        _PARTS[kind].sort(key=lambda part: part[0])


def register_figure(name: str, text: str | Promise, counter: Counter) -> None:
    """Add a number to the line of numbers, which everybody in a community may know.

    Args:
        text: a lazy plural with `%(count)d`.
    """
    _FIGURES.append((name, text, counter))


def chapters(kind: str, readers: Iterable[Reader]) -> dict[int, Chapter]:
    """What each reader, by member id, is told; whoever has nothing to read is absent."""
    found: dict[int, Chapter] = {}
    by_community = sorted(readers, key=lambda reader: reader.member.community_id)
    for _, some in groupby(by_community, key=lambda reader: reader.member.community_id):
        batch = list(some)
        found |= _together(kind, Batch(batch[0].member.community, batch))
    return found


def _together(kind: str, batch: Batch) -> dict[int, Chapter]:
    found = [(part, part.source(batch)) for _, part in _PARTS[kind]]
    figures = _figures(batch) if kind == WEEKLY else []
    told = [
        Chapter(
            reader.member,
            _sections(reader, [(part, items.get(reader.member.pk, [])) for part, items in found]),
            figures,
        )
        for reader in batch.readers
    ]
    return {chapter.member.pk: chapter for chapter in told if chapter.sections}


def _sections(reader: Reader, found: list[tuple[_Part, list[Item]]]) -> list[Section]:
    """Each thing once: an item that says nothing new above the others of the digest is left out."""
    shown: set[str] = set()
    sections = []
    for part, items in found:
        chosen = list(_chosen(items, part.most, reader.told, shown))
        if chosen:
            sections.append(Section(part.name, part.heading, chosen))
    return sections


def _chosen(items: Iterable[Item], most: int, told: frozenset[str], shown: set[str]) -> Iterable[Item]:
    for item in items:
        if not most:
            return
        if item.key in told or (item.about and item.about <= shown):
            continue
        lines = [line for line in item.lines if line.key not in shown and line.key not in told][:LINES]
        shown |= item.about | item.tells | {item.key} | {line.key for line in lines}
        most -= 1
        yield replace(item, lines=tuple(lines))


def _figures(batch: Batch) -> list[Figure]:
    return [Figure(name, count, text) for name, text, counter in _FIGURES if (count := _count(name, counter, batch))]


def _count(name: str, counter: Counter, batch: Batch) -> int:
    key = name, batch.community.pk, batch.since.toordinal()
    return _counted.get(key, lambda: counter(batch.community, batch.since))
