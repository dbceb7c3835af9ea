"""In which order cases are looked at: the one that is due first comes first.

`cases` are those through which somebody goes.
"""

from datetime import timedelta

from django.db.models import Q, QuerySet

from community.clock import now
from community.members.models import User
from community.moderation.models import Case

RECENT = timedelta(hours=1)  # for how long one's last decision is offered to be undone
ORDER = ("due_at", "pk")


def open_ones(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.filter(settled_at=None).order_by(*ORDER)


def after(cases: QuerySet[Case], case: Case) -> Case | None:
    return open_ones(cases).filter(_later(case)).first()


def before(cases: QuerySet[Case], case: Case) -> Case | None:
    earlier = open_ones(cases).exclude(_later(case)).exclude(pk=case.pk)
    return earlier.reverse().first()


def next_for(user: User, cases: QuerySet[Case], case: Case) -> Case | None:
    """The one to look at after another: nobody else looks after it, and it is not about oneself."""
    free = open_ones(cases).filter(Q(taken_by=None) | Q(taken_by=user)).exclude(member__user=user)
    return free.filter(_later(case)).first() or free.first()


def last_decision(user: User, cases: QuerySet[Case]) -> Case | None:
    """What one decided last, if that was a moment ago."""
    mine = cases.filter(settled_by=user, settled_at__gt=now() - RECENT)
    return mine.select_related("member").prefetch_related("sanctions").order_by("-settled_at").first()


def _later(case: Case) -> Q:
    return Q(due_at__gt=case.due_at) | Q(due_at=case.due_at, pk__gt=case.pk)
