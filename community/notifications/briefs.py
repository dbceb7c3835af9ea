"""The daily brief: what is new and still unread for one person, in both tempos, at that person's own hour.

Each layer registers its sections in `apps.ready()`.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import override

from community import clock
from community.clock import now
from community.members.models import Member, User
from community.notifications import letters
from community.notifications.letters import BriefItem, Chapter, Section
from community.notifications.models import Brief

LATEST = timedelta(hours=6)  # after its hour a brief is news no more
FURTHEST = timedelta(days=7)  # how far back a brief looks for whoever has not had one
LOST = timedelta(minutes=30)  # how long a claimed brief that nobody has begun is queued again
AT_ONCE = 500  # rows an INSERT


# What is new for a member since a moment and still unread; called in the member's language.
Finder = Callable[[Member, datetime], list[BriefItem]]
_FINDERS: dict[Finder, str | Promise] = {}


def register(heading: str | Promise, finder: Finder) -> None:
    """Add a section to every brief, behind those registered before."""
    _FINDERS[finder] = heading


def claim_due() -> QuerySet[Brief]:
    """Claim the brief of everybody whose hour has come; the rows to be queued now.

    Two who claim at once are settled by the row's unique key. Rows that were claimed a moment ago and that nobody has
    begun are among the answer: who claimed them may have died before queueing them.
    """
    for zone in User.objects.filter(brief_on=True).exclude(email="").values_list("timezone", flat=True).distinct():
        _claim(zone)
    return Brief.objects.filter(begun_at=None, created_at__gt=now() - LOST)


def send(user_id: int, day: date) -> None:
    """Write and post a claimed brief, at most once.

    The row is taken before the mail goes out and given back when anything up to the mail server's answer fails, so
    that the job can try again. If the process dies in between, this day's brief is lost rather than sent twice: a
    second mail cannot be taken back, while the next brief looks back to the last one that was sent and lists
    everything that is still unread.
    """
    brief = _take(user_id, day)
    if brief is None:
        return
    try:
        _write(brief)
    except Exception:
        Brief.objects.filter(pk=brief.pk).update(begun_at=None)
        raise


def stop(user: User) -> None:
    """No more briefs for this account, until it asks for them again."""
    User.objects.filter(pk=user.pk).update(brief_on=False)


def chapters(user: User, since: datetime) -> list[Chapter]:
    """What is new for an account since a moment, by community; call in the account's language."""
    members = Member.objects.of_user(user).select_related("community").order_by("joined_at", "pk")
    found = ((member.community, _sections(member, since)) for member in members)
    return [Chapter(community, sections) for community, sections in found if sections]


def _claim(zone: str) -> None:
    clock_zone = zone if clock.is_zone(zone) else "UTC"
    day = clock.today(clock_zone)
    people = (
        User.objects.filter(is_active=True, brief_on=True, timezone=zone, brief_hour__in=_hours_due(day, clock_zone))
        .exclude(email="")
        .exclude(briefs__day=day)
    )
    rows = [Brief(user_id=pk, day=day) for pk in people.values_list("pk", flat=True)]
    Brief.objects.bulk_create(rows, AT_ONCE, ignore_conflicts=True)


def _hours_due(day: date, zone: str) -> list[int]:
    """The hours of a day that began in this time zone already, and not too long ago."""
    return [hour for hour in range(24) if timedelta() <= now() - clock.at(day, hour, zone) <= LATEST]


def _take(user_id: int, day: date) -> Brief | None:
    waiting = Brief.objects.filter(user_id=user_id, day=day)
    if not waiting.filter(begun_at=None, sent_at=None).update(begun_at=now()):
        return None
    return waiting.select_related("user").get()


def _write(brief: Brief) -> None:
    user = brief.user
    if not (user.is_active and user.brief_on and user.email):
        return
    with override(user.locale.lower()):
        found = chapters(user, _since(brief))
        count = sum(len(section.items) for chapter in found for section in chapter.sections)
        if count:
            letters.brief(user, brief.day, found, count).send()
            Brief.objects.filter(pk=brief.pk).update(items=count, sent_at=now())


def _since(brief: Brief) -> datetime:
    """When the last brief that arrived was begun: what came while it was being written belongs to the next."""
    earlier = Brief.objects.filter(user=brief.user, sent_at__isnull=False).order_by("-begun_at").first()
    furthest = now() - FURTHEST
    return max(furthest, earlier.begun_at) if earlier and earlier.begun_at else furthest


def _sections(member: Member, since: datetime) -> list[Section]:
    return [Section(str(heading), items) for heading, items in _found(member, since) if items]


def _found(member: Member, since: datetime) -> Iterator[tuple[str | Promise, list[BriefItem]]]:
    for finder, heading in _FINDERS.items():
        yield heading, finder(member, since)
