"""The public record: what moderators did, to what, by which rule. What it tells is named here; all else stays untold.

It is read from the audit. Nothing of what was hidden, of what somebody gave as a reason, or of who reported is in it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import CharField, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from community.members.models import Member
from community.moderation.models import AuditEntry
from community.rules import places, publicity
from community.rules.places import Place

WORDS, PEOPLE, ORDER = "words", "people", "order"
KINDS = (WORDS, PEOPLE, ORDER)
Decided = Literal["member", "operator", "vote", "rule"]

# An act of the audit on a kind of thing: what the record calls it, and under what.
_PUBLIC: dict[tuple[str, str], tuple[str, str]] = {
    ("hide", "message"): ("hide_message", WORDS),
    ("hide", "post"): ("hide_post", WORDS),
    ("restore", "message"): ("restore_message", WORDS),
    ("restore", "post"): ("restore_post", WORDS),
    ("remove", "thread"): ("remove_thread", WORDS),
    ("restore", "thread"): ("restore_thread", WORDS),
    ("lock", "thread"): ("lock_thread", WORDS),
    ("unlock", "thread"): ("unlock_thread", WORDS),
    ("clear profile", "member"): ("clear_profile", PEOPLE),
    ("restore profile", "member"): ("restore_profile", PEOPLE),
    ("clear name", "member"): ("clear_name", PEOPLE),
    ("restore name", "member"): ("restore_name", PEOPLE),
    ("notice", "member"): ("notice", PEOPLE),
    ("mute", "member"): ("mute", PEOPLE),
    ("silence", "member"): ("silence", PEOPLE),
    ("ban", "member"): ("ban", PEOPLE),
    ("lift notice", "member"): ("lift_notice", PEOPLE),
    ("lift mute", "member"): ("lift_mute", PEOPLE),
    ("lift silence", "member"): ("lift_silence", PEOPLE),
    ("lift ban", "member"): ("lift_ban", PEOPLE),
    ("answer appeal", "sanction"): ("answer_appeal", PEOPLE),
    ("change rules", "rulesversion"): ("change_rules", ORDER),
    ("choose publicity", "community"): ("choose_publicity", ORDER),
    ("list words", "community"): ("list_words", ORDER),
    ("strike word", "community"): ("strike_word", ORDER),
    ("close invitation", "invitation"): ("close_invitation", PEOPLE),
    ("edit community", "community"): ("edit_community", ORDER),
    ("choose pages", "community"): ("choose_pages", ORDER),
    ("raid mode on", "raid"): ("begin_raid_mode", ORDER),
    ("prolong raid mode", "raid"): ("prolong_raid_mode", ORDER),
    ("raid mode off", "raid"): ("end_raid_mode", ORDER),
    ("sweep", "flood"): ("sweep", WORDS),
}
# Those of which everybody may know whom they were about: the list of members shows what came of them.
_NAMED: set[tuple[str, str]] = set()
# Those that are told to whom they were about and to who sees the place, because others do not know what is done there.
_INSIDE: set[tuple[str, str]] = set()
# What of the audit's data is told of an act: what was chosen, never about whom.
_TOLD: dict[tuple[str, str], tuple[str, ...]] = {("choose publicity", "community"): ("every", "names")}

Facts = dict[str, bool | int | str | None]


@dataclass(frozen=True)
class Deed:
    """A line of the record.

    Attributes:
        about: whom it was about, if the reader may know.
        mine: whether it was about the reader.
        decided: by a member, the operator of the site, the vote of all, or a rule that was set before.
        facts: what was chosen, by name.
    """

    entry: AuditEntry
    act: str
    about: Member | None
    mine: bool
    place: Place | None
    decided: Decided
    facts: Facts


def make_public(
    act: str, thing: str, name: str, kind: str, *, is_named: bool = False, is_inside: bool = False,
    tells: tuple[str, ...] = (),
) -> None:  # fmt: skip
    """Have the record tell of an act of an upper layer.

    Args:
        is_named: with the name of the one it was about, because everybody sees that anyway.
        is_inside: only to those who see where it was, and to whom it was about.
        tells: what of the audit's data is told with it.
    """
    _PUBLIC[act, thing] = (name, kind)
    _TOLD[act, thing] = tells
    if is_named:
        _NAMED.add((act, thing))
    if is_inside:
        _INSIDE.add((act, thing))


def names() -> set[str]:
    return {name for name, _ in _PUBLIC.values()}


def of(thing: str, acts: Iterable[str]) -> Q:
    """Entries of some acts on a kind of thing, as far as the record tells all members of them."""
    told = ((act, thing) for act in acts)
    return _any(key for key in told if key in _PUBLIC and key not in _INSIDE)


def acts() -> set[str]:
    """What the audit calls those that are told."""
    return {act for act, _ in _PUBLIC}


def read(reader: Member, *, kind: str = "", mine: bool = False, after: int | None, most: int) -> list[AuditEntry]:
    """Some of the entries that are public, the newest first; older ones than `after`."""
    rows = AuditEntry.objects.alias(stands=Coalesce(KT("data__place"), "object", output_field=CharField()))
    rows = rows.filter(_acts(kind, reader), community=reader.community_id)
    if mine:
        rows = rows.filter(member=reader)
    if after:
        rows = rows.filter(pk__lt=after)
    return list(_whole(rows)[:most])


def told(reader: Member, entries: Sequence[AuditEntry]) -> list[Deed]:
    """What a reader is told of these entries."""
    named = publicity.of(reader.community_id).names
    where = places.of(reader, filter(None, map(_where, entries)))
    return [_deed(reader, entry, named, where.get(_where(entry))) for entry in entries]


def _acts(kind: str, reader: Member) -> Q:
    wanted = [key for key, (_, group) in _PUBLIC.items() if kind in ("", group)]
    told, inside = _any(key for key in wanted if key not in _INSIDE), _any(key for key in wanted if key in _INSIDE)
    mine = Q(member=reader)
    for things in places.seen_by(reader):
        mine |= Q(stands__in=things)
    return told | inside & mine


def _any(acts: Iterable[tuple[str, str]]) -> Q:
    found = Q(pk=None)
    for act, thing in acts:
        found |= Q(act=act, object__startswith=f"{thing}:")
    return found


def _whole(rows: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
    return rows.select_related("actor", "member").order_by("-pk")


def _deed(reader: Member, entry: AuditEntry, named: bool, place: Place | None) -> Deed:
    mine = entry.member_id == reader.pk
    key = (entry.act, entry.object.partition(":")[0])
    about = entry.member if mine or named or key in _NAMED else None
    facts = {name: entry.data[name] for name in _TOLD.get(key, ()) if name in entry.data}
    return Deed(entry, _PUBLIC[key][0], about, mine, place, _decided(entry), facts)


def _decided(entry: AuditEntry) -> Decided:
    if entry.actor_id:
        return "member"
    if entry.staff_id:
        return "operator"
    return "vote" if str(entry.data.get("vote", "")).startswith("proposal:") else "rule"


def _where(entry: AuditEntry) -> str:
    """What says where it happened: the room of a mute, or the thing itself."""
    return str(entry.data.get("place") or entry.object)
