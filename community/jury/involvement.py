"""Who has to do with a case, and so does not judge it. Known by their accounts: a tribe's parent has members of its own
for the same people."""

from collections.abc import Iterator

from django.db.models import Q

from community.jury.models import Juror, Trial
from community.members.models import Member
from community.moderation import targets
from community.moderation.models import Case


def accounts(trial: Trial) -> set[int]:
    """The keys of the accounts of all who are involved."""
    found = set(_acted_on(trial)) | set(_near(trial.member)) | set(_judged_before(trial))
    if case := case_of(trial):
        found |= set(_in_the_case(case))
    return {pk for pk in found if pk is not None}


def case_of(trial: Trial) -> Case | None:
    """The case that it goes back to."""
    return trial.appeal.sanction.case if trial.appeal else trial.case


def _acted_on(trial: Trial) -> Iterator[int | None]:
    """Moderators who had to do with it, and who handed it over."""
    yield trial.asked_by_id
    if trial.appeal:
        yield trial.appeal.sanction.by_id
        yield from _actors(trial.member, f"sanction:{trial.appeal.sanction_id}")


def _near(accused: Member) -> Iterator[int | None]:
    """Themselves, who brought them and whom they brought."""
    yield accused.user_id
    ties = Q(pk=accused.invited_by_id or 0) | Q(invited_by=accused.pk)
    yield from Member.objects.filter(ties).values_list("user", flat=True)


def _judged_before(trial: Trial) -> Iterator[int | None]:
    """Jurors of earlier trials about the same; those who declined too, they have seen whom it is about."""
    case = case_of(trial)
    same = Q(trial__appeal=trial.appeal_id) if trial.appeal_id else Q(trial__case=trial.case_id)
    if case:
        same |= Q(trial__case=case.pk) | Q(trial__appeal__sanction__case=case.pk)
    if trial.appeal:
        same |= Q(trial__sanction=trial.appeal.sanction_id)
    yield from Juror.objects.filter(same).exclude(trial=trial.pk).values_list("member__user", flat=True)


def _in_the_case(case: Case) -> Iterator[int | None]:
    """Who reported, who spoke around it, who looked after it, noted or decided something of it."""
    yield case.taken_by_id
    yield case.settled_by_id
    yield from case.reports.values_list("member__user", flat=True)
    yield from case.notes.values_list("by", flat=True)
    yield from case.sanctions.values_list("by", flat=True)
    yield from _actors(case.member, f"case:{case.pk}")
    if targets.found(case.object):
        authors = {line.member for line in targets.around(case.object)}
        yield from Member.objects.filter(pk__in=authors).values_list("user", flat=True)


def _actors(about: Member, thing: str) -> Iterator[int | None]:
    for member, staff in about.audit.filter(object=thing).values_list("actor__user", "staff"):
        yield member
        yield staff
