"""Who may have come back under another account while their suspension holds: a hint for moderators, never a sanction.

Only what members show of themselves is compared. No address and no device is kept, so there is nothing to ask of them:
whoever comes back under a new name, by themselves, is found by what they do.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from community.clock import now
from community.members.models import Member
from community.moderation import cases, names, people
from community.moderation.filters import letters
from community.moderation.models import Report, Sanction

LATEST = 500  # suspensions that are compared
SOON = timedelta(days=7)  # after a suspension: said beside other signs, and none by itself
SHORTEST = {True: 4, False: 2}  # letters of a name that says anything: of Latin letters, or of others
LONG = 12  # letters that two people do not write alike about themselves by chance


@dataclass(frozen=True)
class Hint:
    """A suspension, and what speaks for it being the same person.

    Attributes:
        signs: of `name`, `words` (what both say of themselves), `invited` (came by their invitation) and `soon`.
    """

    sanction: Sanction
    signs: tuple[str, ...]


def look(member: Member) -> None:
    """Put a newcomer into the queue, once, if they may have come back."""
    if hints(member):
        cases.note_found(people.target(member), Report.Why.AGAIN, "")


def hints(member: Member) -> list[Hint]:
    """What speaks for a member being somebody whose suspension holds, the latest suspension first."""
    found = ((sanction, tuple(_signs(member, sanction))) for sanction in _suspensions(member))
    return [Hint(sanction, signs) for sanction, signs in found if set(signs) - {"soon"}]


def _suspensions(member: Member) -> list[Sanction]:
    """Those that held when the member came in, and hold."""
    bans = Sanction.objects.filter(
        Q(until=None) | Q(until__gt=now()), community=member.community_id, grade=Sanction.Grade.BAN, lifted_at=None
    )
    before = bans.filter(at__lt=member.joined_at).exclude(member__user=member.user_id)
    return list(before.select_related("member").order_by("-pk")[:LATEST])


def _signs(member: Member, sanction: Sanction) -> Iterator[str]:
    banned = sanction.member
    if _is_alike(_name(member), _name(banned)):
        yield "name"
    if len(mine := _read(member.bio)) >= LONG and mine == _read(banned.bio):
        yield "words"
    if member.invited_by_id == banned.pk:
        yield "invited"
    if member.joined_at - sanction.at < SOON:
        yield "soon"


def _is_alike(one: str, other: str) -> bool:
    """Whether one name stands within the other and is most of it, however their letters are disguised."""
    short, long = sorted((one, other), key=len)
    return short in long and len(short) >= SHORTEST[short.isascii()] and 3 * len(short) >= 2 * len(long)


def _name(member: Member) -> str:
    """What somebody calls themselves; a number that moderators gave says nothing of them."""
    return "" if names.is_neutral(member) else _read(member.name)


def _read(text: str) -> str:
    return letters.read(text).text
