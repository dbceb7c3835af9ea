"""The word list of a community: what stands on it, and what it says of a text.

Each process keeps the lists that it needs, compiled, and asks every few seconds whether they changed: judging a text
asks the database nothing.
"""

import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from cachetools import LRUCache
from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet

from community.clock import now
from community.errors import Forbidden, InvalidInput
from community.members.models import Community, User
from community.moderation import audit
from community.moderation.audit import Moderator
from community.moderation.filters.entries import Action, Entry
from community.moderation.filters.lists import Verdict, WordList
from community.moderation.filters.sites import Site
from community.moderation.models import ListedWord

LASTS = 5.0  # seconds
MOST = 20_000  # entries of a community
LONGEST = 100  # characters of an entry
NOTE = 200  # characters
Edition = tuple[int, datetime | None]  # how many entries count, and when the last of them was written


@dataclass(frozen=True)
class _Kept:
    edition: Edition
    words: WordList
    until: float


@dataclass(frozen=True)
class Checked:
    """A text that may stand.

    Attributes:
        text: as it is stored, with covers where the list wants them.
        flags: the entries of which moderators are to know.
        holds: those for which a moderator reads it first.
    """

    text: str
    flags: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()


_lists: LRUCache[int, _Kept] = LRUCache(500)
_lock = Lock()


def checked(community_id: int, text: str, *, can_wait: bool = False) -> Checked:
    """What a text becomes in a community; raises `words.blocked`, which names what has to be changed.

    Args:
        can_wait: whether it can be held back; what cannot is refused where a moderator should read it first.
    """
    verdict = _of(community_id).judge(text)
    _refuse(verdict, [Action.BLOCK] if can_wait else [Action.BLOCK, Action.HOLD])
    return Checked(verdict.masked, _named(verdict, Action.FLAG), _named(verdict, Action.HOLD))


def require_clean(community_id: int, name: str) -> None:
    """Raise `words.blocked` for a name that would be refused or covered: covered, it would name nothing."""
    _refuse(_of(community_id).judge(name), [Action.BLOCK, Action.HOLD, Action.MASK])


def require_clean_name(user: User, community: Community) -> None:
    """The same for the name with which an account comes in."""
    require_clean(community.pk, user.shown_name())


@transaction.atomic
def enter(
    by: Moderator, community: Community, lines: Iterable[str], *,
    kind: str, action: str, note: str = "", until: datetime | None = None,
) -> int:  # fmt: skip
    """Put entries on the list, one a line; one that stands there already is written anew. Gives how many there were.

    Raises:
        InvalidInput: `words.unreadable`, lines that no text could ever match; `words.too_many`.
    """
    by.require("words.list")
    texts = list(dict.fromkeys(" ".join(line.split()) for line in lines if line.strip()))
    _require_readable(texts, kind)
    rows = [
        ListedWord(
            community=community, kind=kind, text=text, action=action, note=note, until=until, by=by.member,
            staff=by.staff,
        )
        for text in texts
    ]  # fmt: skip
    put(community, rows)
    _changed(by, "list words", community, note, count=len(texts), action=action)
    return len(texts)


@transaction.atomic
def put(community: Community, rows: Iterable[ListedWord]) -> None:
    """Write entries, in the place of those with the same words; whoever calls is authorised, and tells the audit.

    Raises:
        InvalidInput: `words.too_many`.
    """
    hold(community)
    ListedWord.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["community", "kind", "text"],
        update_fields=["action", "note", "until", "by", "staff", "changed_at"],
    )  # fmt: skip
    if ListedWord.objects.filter(community=community).count() > MOST:
        raise InvalidInput("words.too_many", "The list has as many entries as it can hold.", limit=MOST)
    transaction.on_commit(forget)


def hold(community: Community) -> None:
    """Keep everybody else from writing the list until the end of the transaction."""
    Community.objects.select_for_update(no_key=True).get(pk=community.pk)


@transaction.atomic
def strike(by: Moderator, entry: ListedWord) -> None:
    """Take an entry off the list."""
    by.require("words.list")
    if ListedWord.objects.filter(pk=entry.pk).delete()[0]:
        _changed(by, "strike word", entry.community, entry.note, text=entry.text, action=entry.action)


@transaction.atomic
def enter_lines(by: Moderator, community: Community, text: str, **other: Any) -> int:
    """Put many entries on the list at once: lines as `lines` gives them, or words alone, which take what is given.

    Args:
        other: the kind, action, note and end of words alone; the end counts for all.
    """
    groups: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for line in filter(str.strip, text.splitlines()):
        action, kind, words, note = _columns(line) or (other["action"], other["kind"], line, other["note"])
        groups[kind, action, note].append(words)
    return sum(
        enter(by, community, some, kind=kind, action=action, note=note, until=other["until"])
        for (kind, action, note), some in groups.items()
    )


def lines(entries: QuerySet[ListedWord]) -> str:
    """Entries as text, a line each: action, kind, text, note."""
    rows = entries.order_by("kind", "action", "text").values_list("action", "kind", "text", "note")
    return "".join("\t".join(" ".join(value.split()) for value in row) + "\n" for row in rows)


def forget() -> None:
    """Look at every list afresh."""
    with _lock:
        _lists.clear()


def _columns(line: str) -> list[str] | None:
    """The columns of a line that `lines` gave; None for words alone."""
    columns = line.split("\t")
    known = len(columns) == 4 and columns[0] in ListedWord.Action and columns[1] in ListedWord.Kind
    return [*columns[:3], columns[3].strip()[:NOTE]] if known else None


def _changed(by: Moderator, act: str, community: Community, reason: str, **data: object) -> None:
    audit.record(by, act, community, community.pk, None, reason, **data)
    transaction.on_commit(forget)


def _require_readable(texts: list[str], kind: str) -> None:
    broken = [text for text in texts if len(text) > LONGEST or not is_readable(text, kind)]
    if broken:
        message = "Some lines hold nothing that could be looked for, or too much."
        raise InvalidInput("words.unreadable", message, lines=[text[:LONGEST] for text in broken[:5]])


def is_readable(text: str, kind: str) -> bool:
    """Whether a text could ever match it."""
    if kind == ListedWord.Kind.SITE:
        return text == "*" or bool(Site(text, Action.FLAG).name)
    return bool(Entry(text, Action.FLAG).letters.text)


def _named(verdict: Verdict, action: Action) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hit.entry.text for hit in verdict.of(action)))


def _refuse(verdict: Verdict, actions: list[Action]) -> None:
    hits = [hit for hit in verdict.hits if hit.entry.action in actions]
    if hits:
        raise Forbidden("words.blocked", "The community does not want these words.", found=verdict.shown(hits[0]))


def _of(community_id: int) -> WordList:
    with _lock:
        kept = _lists.get(community_id)
    if kept is None or kept.until < time.monotonic():
        kept = _look(community_id, kept)
        with _lock:
            _lists[community_id] = kept
    return kept.words


def _look(community_id: int, kept: _Kept | None) -> _Kept:
    """The list as it stands; compiled anew only if it changed."""
    entries = ListedWord.objects.filter(Q(until=None) | Q(until__gt=now()), community=community_id)
    found = entries.aggregate(count=Count("pk"), last=Max("changed_at"))
    edition: Edition = (found["count"], found["last"])
    words = kept.words if kept and kept.edition == edition else _compiled(entries if edition[0] else ())
    return _Kept(edition, words, time.monotonic() + LASTS)


def _compiled(entries: Iterable[ListedWord]) -> WordList:
    words, of_sites = [], []
    for entry in entries:
        if entry.kind == ListedWord.Kind.SITE:
            of_sites.append(Site(entry.text, Action(entry.action)))
        else:
            words.append(Entry(entry.text, Action(entry.action)))
    return WordList(words, of_sites)
