"""Who is told of a newcomer: the greeters, and whoever stands in for them."""

from datetime import timedelta

from django.db.models import Case, QuerySet, Value, When

from community import clock
from community.access import Role
from community.members.models import Member

TOLD = 20  # people
AWAY = timedelta(days=14)  # without a visit: others stand in
# Each is told only where nobody of those before is here.
TURNS = ((Role.GREETER,), (Role.HOST, Role.MODERATOR), (Role.ADMIN,), (Role.OWNER,))


def of(newcomer: Member) -> list[Member]:
    """Those who are told of a newcomer: of one turn, and of those who came lately before any who did not."""
    rows = list(_in_turn(newcomer)[:TOLD])
    return [row for row in rows if _turn(row) == _turn(rows[0])]


def _in_turn(newcomer: Member) -> QuerySet[Member]:
    lately = clock.today("UTC") - AWAY
    turns = [When(role__in=roles, then=Value(turn)) for turn, roles in enumerate(TURNS)]
    return (
        Member.objects.present()
        .filter(community=newcomer.community_id, user__isnull=False, role__in=[role for turn in TURNS for role in turn])
        .exclude(pk=newcomer.pk)
        .exclude(silence__until__gt=clock.now())
        .annotate(is_away=Case(When(last_seen_on__lt=lately, then=Value(1)), default=Value(0)), turn=Case(*turns))
        .order_by("is_away", "turn", "pk")
    )


def _turn(member: Member) -> tuple[int, int]:
    return member.is_away, member.turn  # type: ignore[attr-defined]
