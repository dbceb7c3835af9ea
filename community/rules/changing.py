"""Changing the rules: every version is kept, and members are asked to accept what changed."""

from django.db import transaction

from community.clock import now
from community.errors import Conflict, InvalidInput
from community.jobs.queue import queue
from community.members import guards
from community.members.models import Community, Member
from community.moderation import audit
from community.moderation.audit import Moderator
from community.rules import accepting, editions, tasks
from community.rules.models import RulesVersion

LONGEST = 10_000  # characters


@transaction.atomic
def change(
    by: Moderator, community: Community, text: str, *, why: str = "", asks: bool = True, base: int | None = None
) -> RulesVersion | None:
    """Write the rules anew; the same words again change nothing.

    Args:
        asks: whether members are to accept them; what only corrects a slip of the pen need not ask.
        base: the number of the version that was built upon.

    Raises:
        Forbidden: `forbidden`; `governance.by_vote` where only the members together change them.
        Conflict: `rules.changed`: somebody else changed them meanwhile.
        InvalidInput: `input.invalid` for a text that is too long.
    """
    by.require("community.edit")
    if by.vote is None:
        guards.require_free(community.pk, "rules")
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(text) > LONGEST:
        raise InvalidInput("input.invalid", "The rules are too long.", fields={"text": "string_too_long"})
    held = Community.objects.select_for_update(no_key=True).get(pk=community.pk)
    last = editions.newest(held)
    if text == held.rules:
        return last
    number = last.number if last else 0
    if base is not None and base != number:
        raise Conflict("rules.changed", "Somebody else changed the rules meanwhile.", number=number)
    made = _write(by, held, number + 1, text, why, asks and bool(text))
    community.rules = text
    return made


def change_as_member(member: Member, text: object) -> None:
    """What a form of the whole community changes of them."""
    change(Moderator(member=member), member.community, str(text))


def _write(by: Moderator, community: Community, number: int, text: str, why: str, asks: bool) -> RulesVersion:
    Community.objects.filter(pk=community.pk).update(rules=text)
    made = RulesVersion.objects.create(
        community=community, number=number, text=text, why=why, by=by.member, staff=by.staff, at=now(), asks=asks
    )
    if asks:
        accepting.ask_everybody(made)
        queue(tasks.tell_of_change, made.pk)
    if not text:
        accepting.ask_nobody(community.pk)
    audit.record(by, "change rules", made, community.pk, None, why[:300], number=number, asks=asks)
    return made
