"""Writing the digests of a page and handing them over: each once, and at least once.

A row is taken before its letter goes out and given back when anything up to the mail server's answer fails. If the
process dies in between, the row is free again after half an hour and the letter goes out then. Only a process that
dies between the mail server's answer and the next statement leaves a letter that is sent twice, and both have the same
Message-ID, by which mail servers and readers know a double.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, When
from django.utils.translation import override

from community.clock import now
from community.members.models import Member, User
from community.notifications import digests, due, letters, notices, wishes
from community.notifications.content import Chapter, Reader
from community.notifications.models import Digest, Wishes

log = logging.getLogger(__name__)

FURTHEST = {"daily": timedelta(days=7), "weekly": timedelta(days=8), "recall": timedelta(days=30)}
# A digest looks back a little beyond the last one, for what was being committed then; keys keep it from telling twice.
OVERLAP = timedelta(minutes=5)
# The weekly essence stands for that day's brief; what it told is told.
EARLIER: dict[str, tuple[str, ...]] = {"daily": ("daily", "weekly"), "weekly": ("weekly",), "recall": ()}
KEPT = timedelta(days=60)
IN_A_ROW = 3  # letters that nobody takes, before the rest of the page waits for another try


class MailRefused(Exception):
    """Some letters of a page could not be handed over."""


def send_page(first: int, last: int) -> None:
    """Send what waits in a page.

    Raises:
        MailRefused: nobody took some of the letters; they wait for another try.
    """
    rows = due.waiting().filter(pk__range=(first, last), created_at__gt=now() - due.LATEST * 2)
    waiting = list(rows.select_related("user__wishes").order_by("pk"))
    wanted = [row for row in waiting if wishes.wants(row.user, row.user.wishes, row.kind)]
    _close(row for row in waiting if row not in wanted)
    for kind in dict.fromkeys(row.kind for row in wanted):
        _send_together(kind, [row for row in wanted if row.kind == kind])


def written(kind: str, users: Sequence[User], before: Mapping[int, date] | None = None) -> dict[int, list[Chapter]]:
    """What a digest has for each account, by id.

    Args:
        before: by account, the day of the digest that is written again: those of that day and later do not count.
    """
    members = Member.objects.present().filter(user__in=[user.pk for user in users])
    rows = list(members.select_related("community").order_by("joined_at", "pk"))
    found = digests.chapters(kind, readers(kind, users, rows, before or {}))
    by_user: dict[int, list[Chapter]] = defaultdict(list)
    for member in rows:
        if member.pk in found and member.user_id is not None:
            by_user[member.user_id].append(found[member.pk])
    return by_user


def previewed(kind: str, member: Member, day: date | None = None) -> Chapter | None:
    """What a digest would tell a member now.

    Args:
        day: that of a digest which was sent: as far as it is still unread, and what came since.
    """
    user = User.objects.get(memberships=member)
    user.wishes = wishes.of(user)
    before = {user.pk: day} if day else {}
    return digests.chapters(kind, readers(kind, [user], [member], before)).get(member.pk)


def readers(kind: str, users: Iterable[User], members: Iterable[Member], before: Mapping[int, date]) -> list[Reader]:
    """The members of these accounts, each with what earlier digests told them. The accounts come with their wishes."""
    narrow = {user.pk: user.wishes.scope == Wishes.Scope.MINE for user in users}
    earlier = _earlier(kind, narrow, before)
    return [
        Reader(member, earlier[pk].since, narrow[pk], frozenset(earlier[pk].told))
        for member in members
        if (pk := member.user_id) is not None
    ]


def tidy() -> None:
    """Forget old digests. A recall stays: there is one an absence."""
    Digest.objects.exclude(kind=Digest.Kind.RECALL).filter(created_at__lt=now() - KEPT).delete()


@dataclass
class _Earlier:
    since: datetime
    told: set[str] = field(default_factory=set)


def _earlier(kind: str, users: Iterable[int], before: Mapping[int, date]) -> dict[int, _Earlier]:
    """Since when each account is told, and what it was told already."""
    furthest = now() - FURTHEST[kind]
    found: dict[int, _Earlier] = defaultdict(lambda: _Earlier(furthest))
    sent = Digest.objects.filter(user__in=list(users), kind__in=EARLIER[kind], sent_at__isnull=False)
    rows = sent.filter(begun_at__gt=furthest - OVERLAP).values_list("user", "day", "begun_at", "told")
    for pk, day, begun_at, told in rows:
        if pk not in before or day < before[pk]:
            found[pk].told.update(told)
            found[pk].since = max(found[pk].since, (begun_at or furthest) - OVERLAP)
    return found


def _send_together(kind: str, rows: list[Digest]) -> None:
    found = written(kind, [row.user for row in rows])
    _close(row for row in rows if row.user_id not in found)
    full = [row for row in rows if row.user_id in found]
    failed = _hand_over(full, found)
    if failed:
        raise MailRefused(f"{failed} of {len(full)} letters were refused.")


def _hand_over(rows: list[Digest], found: Mapping[int, list[Chapter]]) -> int:
    """Send rows one by one; how many failed. A mail server that takes nothing is left alone for now."""
    failed = in_a_row = 0
    with letters.Post() as post:
        for row in rows:
            sent = _send(row, found[row.user_id], post)
            in_a_row = 0 if sent else in_a_row + 1
            failed += not sent
            if in_a_row == IN_A_ROW:
                break
    return failed


def _send(row: Digest, chapters: list[Chapter], post: letters.Post) -> bool:
    """Send one digest, unless somebody else has begun it; False when the letter could not be handed over."""
    if not _take(row):
        return True
    try:
        if row.user.wishes.by_mail() and row.user.email:
            with override(row.user.locale.lower()):
                post.send(letters.digest(row, chapters))
    except Exception:
        log.exception("%s was not handed over.", row)
        Digest.objects.filter(pk=row.pk).update(begun_at=None, tries=F("tries") + 1)
        return False
    _finish(row, chapters)
    return True


def _take(row: Digest) -> bool:
    """Have half an hour to send a digest; a letter that its last writer died of counts as tried."""
    died = Case(When(begun_at=None, then=F("tries")), default=F("tries") + 1)
    return bool(due.waiting().filter(pk=row.pk).update(begun_at=now(), tries=died))


@transaction.atomic
def _finish(row: Digest, chapters: list[Chapter]) -> None:
    told = [key for chapter in chapters for key in chapter.keys]
    items = sum(chapter.count for chapter in chapters)
    Digest.objects.filter(pk=row.pk).update(items=items, told=told, sent_at=now())
    if row.user.wishes.by_notice() and row.kind != Digest.Kind.RECALL:
        for chapter in chapters:
            _put_into_inbox(row, chapter)


def _put_into_inbox(row: Digest, chapter: Chapter) -> None:
    """One line a kind of digest is enough: the new one takes the place of an older one that nobody opened."""
    day = row.day.isoformat()
    notices.drop_unread(chapter.member, f"digest:{row.kind}:")
    data: dict[str, object] = {"kind": row.kind, "day": day, "items": chapter.count}
    notices.tell(chapter.member, "digest", key=f"digest:{row.kind}:{day}", data=data)


def _close(rows: Iterable[Digest]) -> None:
    """There is nothing to send."""
    due.waiting().filter(pk__in=[row.pk for row in rows]).update(closed_at=now())
