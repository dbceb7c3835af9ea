"""The first steps of a newcomer, and those who are told of them."""

from collections.abc import Iterable

from django.db import transaction

from community import access, firsts
from community.access import Role
from community.clock import now
from community.errors import NotFound
from community.joining import entrances, steps, welcomers
from community.joining.models import Arrival, Interest
from community.members.models import Member
from community.notifications import notices

INTERESTS = 12  # tags that a community offers, and that a member may choose


def begin(member: Member) -> None:
    """Somebody has come in for the first time. The founder is at home."""
    if member.role == Role.OWNER:
        return
    if firsts.write(Arrival(member=member)):
        for host in welcomers.of(member):
            notices.tell(host, "newcomer", key=_key(member.pk), actor=member)


def left_to_do(member: Member) -> list[steps.Step]:
    """The steps before a newcomer, in their order; nothing for whoever came before there were any."""
    arrival = Arrival.objects.filter(member=member).first()
    if arrival is None:
        return []
    return [step for step in steps.all_steps() if step.name not in arrival.passed and step.is_due(member)]


@transaction.atomic
def skip(member: Member, name: str) -> None:
    """Pass a step by, or be done with it; raises `not_found` for what is no step."""
    if name not in {step.name for step in steps.all_steps()}:
        raise NotFound("step")
    arrival = Arrival.objects.select_for_update().filter(member=member).first()
    if arrival and name not in arrival.passed:
        arrival.passed = [*arrival.passed, name]
        arrival.save(update_fields=["passed"])


@transaction.atomic
def choose_interests(member: Member, tags: Iterable[str]) -> list[str]:
    """Keep what a member is interested in, of what the community offers; what it offers no more is left out."""
    offered = entrances.of(member.community).interests
    chosen = [tag for tag in offered if tag in set(tags)]
    Interest.objects.filter(member=member).exclude(tag__in=chosen).delete()
    Interest.objects.bulk_create([Interest(member=member, tag=tag) for tag in chosen], ignore_conflicts=True)
    skip(member, "interests")
    return chosen


def interests_of(member: Member) -> list[str]:
    return list(Interest.objects.filter(member=member).order_by("tag").values_list("tag", flat=True))


def said_hello(member: Member, thing: str) -> None:
    """The first words stand somewhere, such as message:812; a second time changes nothing."""
    Arrival.objects.filter(member=member, hello="").update(hello=thing)
    skip(member, "hello")


@transaction.atomic
def answered(thing: str, by: Member) -> None:
    """Somebody answered something: if it was a hello and they greet, the others need not any more."""
    if not access.can(by, "newcomer.greet"):
        return
    waiting = Arrival.objects.filter(hello=thing, greeted_at=None, member__community=by.community_id)
    greeted = list(waiting.exclude(member=by.pk).values_list("pk", flat=True))
    if greeted and waiting.filter(pk__in=greeted).update(greeted_by=by, greeted_at=now()):
        notices.withdraw(*(_key(pk) for pk in greeted))


def _key(pk: int) -> str:
    return f"newcomer:{pk}"
