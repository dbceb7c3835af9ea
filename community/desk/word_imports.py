"""Bringing a table of words onto a list: looked at first, then confirmed once, and undone if it was a mistake."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from community.clock import now
from community.desk import word_tables
from community.desk.models import WordImport
from community.errors import Conflict, InvalidInput
from community.members.models import Community, User
from community.moderation import audit, wordlists
from community.moderation.audit import Moderator
from community.moderation.models import ListedWord

READY = timedelta(days=1)  # for which what was looked at can be confirmed
KEPT = timedelta(days=30)  # for which it can be undone


def prepare(by: Moderator, user: User, community: Community, text: str, usual: dict[str, str]) -> WordImport:
    """Read a table and keep what it would do; the list stays as it is. What one left unconfirmed before goes.

    Raises:
        InvalidInput: `import.too_big`, `import.unreadable`, `import.empty`.
    """
    by.require("words.list")
    found = word_tables.read(community, text, usual)
    if not (found.lines or found.faults or found.same):
        raise InvalidInput("import.empty", "There is nothing in it.")
    WordImport.objects.filter(user=user, community=community, confirmed_at=None).delete()
    return WordImport.objects.create(
        community=community, user=user, lines=word_tables.as_json(found.lines),
        faults=word_tables.as_json(found.faults), same=found.same,
    )  # fmt: skip


@transaction.atomic
def confirm(by: Moderator, made: WordImport) -> None:
    """Write what was looked at; of two who confirm the same, one does it.

    Raises:
        Conflict: `import.settled`.
        InvalidInput: `words.too_many`.
    """
    by.require("words.list")
    moment, community = now(), made.community
    waiting = WordImport.objects.filter(pk=made.pk, confirmed_at=None, at__gt=moment - READY)
    if not waiting.update(confirmed_at=moment):
        raise _settled()
    wordlists.hold(community)
    rows = [_entry(by, community, line, moment) for line in made.lines]
    before = [word_tables.kept(row) for row in _standing(community, made.lines)]
    WordImport.objects.filter(pk=made.pk).update(before=before)
    wordlists.put(community, rows)
    _record(by, "import words", made, added=len(rows) - len(before), changed=len(before))


@transaction.atomic
def undo(by: Moderator, made: WordImport) -> int:
    """Put the list back as it was before; what somebody has changed since stays. Gives how many entries went back.

    Raises:
        Conflict: `import.settled`.
    """
    by.require("words.list")
    standing = WordImport.objects.filter(pk=made.pk, undone_at=None, confirmed_at__gt=now() - KEPT)
    if not standing.update(undone_at=now()):
        raise _settled()
    made.refresh_from_db()
    assert made.confirmed_at
    wordlists.hold(made.community)
    ours = _standing(made.community, made.lines).filter(changed_at=made.confirmed_at)
    untouched = set(ours.values_list("kind", "text"))
    back = [line for line in made.before if (line["kind"], line["text"]) in untouched]
    ours.delete()
    wordlists.put(made.community, [_entry(by, made.community, line, now()) for line in back])
    _record(by, "undo import", made, removed=len(untouched) - len(back), changed=len(back))
    return len(untouched)


def tidy() -> None:
    """Forget what nobody confirmed, and what can be undone no more."""
    WordImport.objects.filter(confirmed_at=None, at__lte=now() - READY).delete()
    WordImport.objects.filter(confirmed_at__lte=now() - KEPT).delete()


def _standing(community: Community, lines: list[dict[str, Any]]) -> QuerySet[ListedWord]:
    """The entries of the list that lines speak of: of the words of one kind and of the other."""
    wanted = {(line["kind"], line["text"]) for line in lines}
    rows = ListedWord.objects.filter(community=community, text__in=[text for _, text in wanted])
    found = [pk for pk, kind, text in rows.values_list("pk", "kind", "text") if (kind, text) in wanted]
    return ListedWord.objects.filter(pk__in=found)


def _entry(by: Moderator, community: Community, line: dict[str, Any], moment: Any) -> ListedWord:
    return word_tables.entry(community, line, by=by.member, staff=by.staff, changed_at=moment)


def _record(by: Moderator, act: str, made: WordImport, **data: Any) -> None:
    audit.record(by, act, made, made.community_id, None, **data)


def _settled() -> Conflict:
    return Conflict("import.settled", "This was confirmed, undone or forgotten already.")
