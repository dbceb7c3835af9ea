"""Capsules: what is worth keeping of a conversation or a thread, each line with the words that it stands on."""

from typing import Any
from uuid import UUID

from django.db import transaction

from board import capsule_sources, policy, threads
from board.capsule_shapes import ADDRESSES, CapsuleLine, CapsulePart, CapsuleSettingsShape, CapsuleShape, KeptPart
from board.capsule_sources import Key, Standing
from board.language_model import is_there
from board.models import Capsule, CapsuleSettings, Category, Thread
from chat import messages
from chat.conversations import listing as conversations
from chat.gist.cuts import cut
from chat.models import Room
from chat.shapes import MessageShape
from community import access
from community.activity.models import record
from community.clock import now
from community.errors import Forbidden, InvalidInput, NotFound
from community.members.models import Member, User
from community.members.shapes import MemberRef
from community.moderation import audit, wordlists
from community.moderation.audit import Moderator

PAGE = 20
TITLE = 60  # characters of a line that stands in for a title that cannot be shown


def seen_by(user: User, capsule_id: int) -> tuple[Capsule, Member]:
    """A capsule that an account can read, and who it is there; raises `not_found`."""
    rows = Capsule.objects.visible_to_user(user).select_related("by", "community", "room", "thread__category__room")
    capsule = rows.filter(pk=capsule_id).first()
    if capsule is None:
        raise NotFound("capsule")
    return capsule, Member.objects.of_user(user).get(community=capsule.community_id)


def page(member: Member, before: int | None) -> tuple[list[CapsuleShape], str | None]:
    """The capsules that a member can read, the newest first."""
    rows = Capsule.objects.visible_to(member).select_related("by").order_by("-pk")
    found = list((rows.filter(pk__lt=before) if before else rows)[: PAGE + 1])
    more = str(found[PAGE - 1].pk) if len(found) > PAGE else None
    return shaped(found[:PAGE], member), more


def shaped(found: list[Capsule], member: Member) -> list[CapsuleShape]:
    standing = capsule_sources.of(found)
    return [_shape(capsule, standing[capsule.pk], member) for capsule in found]


def home(user: User, member: Member, conversation_id: int | None, thread_id: int | None) -> Room | Thread:
    """Where a capsule belongs that is made from a conversation or from a thread: that one's room, or the thread.

    Raises:
        InvalidInput: neither is named, or both.
        NotFound: it is not there, or not for the member.
    """
    if (conversation_id is None) == (thread_id is None):
        raise InvalidInput("input.invalid", "A conversation or a thread.", fields={"thread": "mismatch"})
    place: Room | Thread
    if conversation_id is not None:
        place = conversations.seen_by(user, conversation_id)[0].room
    else:
        place = threads.seen_by(user, thread_id or 0)[0]
    if place.community_id != member.community_id:
        raise NotFound("conversation" if isinstance(place, Room) else "thread")
    return place


@transaction.atomic
def keep(member: Member, place: Room | Thread, title: str, parts: list[KeptPart]) -> CapsuleShape:
    """Keep a note of what was said in a room or a thread that the member can read.

    Raises:
        Forbidden: `forbidden`, `member.silenced`, `words.blocked`.
        InvalidInput: `input.invalid` for a title, a line or a source that cannot be.
    """
    policy.require_writer(member, "capsule.create")
    found = _checked(place, parts)
    _require_clean(member, title, parts)
    capsule = Capsule.objects.create(
        community_id=member.community_id, title=policy.checked_title(title), parts=_stored(parts), by=member,
        room=place if isinstance(place, Room) else None, thread=place if isinstance(place, Thread) else None,
    )  # fmt: skip
    capsule_sources.write(capsule, found.values())
    record(member, "capsule.create", capsule)
    return shaped([capsule], member)[0]


@transaction.atomic
def edit(member: Member, capsule: Capsule, title: str | None, parts: list[KeptPart] | None) -> CapsuleShape:
    """Look a capsule over; from then on it stands on what its sources say now. What was removed leaves it for good.

    Raises:
        Forbidden: `forbidden`, `member.silenced`, `words.blocked`.
        InvalidInput: as `keep`.
    """
    _require_editor(member, capsule, "edit")
    held = Capsule.objects.select_for_update(no_key=True, of=("self",)).select_related("room", "thread", "by")
    capsule = held.get(pk=capsule.pk)
    shown = shaped([capsule], member)[0]
    wanted = parts if parts is not None else [KeptPart.model_validate(part.wire()) for part in shown.parts]
    found = _checked(_home(capsule), wanted)
    _require_clean(member, title or "", parts or [])
    capsule.title = policy.checked_title(title if title is not None else shown.title)
    capsule.parts, capsule.edited_at = _stored(wanted), now()
    capsule.save(update_fields=["title", "parts", "edited_at"])
    capsule_sources.write(capsule, found.values())
    record(member, "capsule.edit", capsule)
    return shaped([capsule], member)[0]


@transaction.atomic
def remove(member: Member, capsule: Capsule) -> None:
    """Take a capsule off the board; what it was made from stays where it is.

    Raises:
        Forbidden: `forbidden`, `member.silenced`.
    """
    if capsule.by_id != member.pk:
        _require_editor(member, capsule, "delete")
    record(member, "capsule.delete", capsule)
    capsule.delete()


def share(member: Member, capsule: Capsule, room: Room, client_id: UUID) -> MessageShape:
    """Show a capsule in a room, as a message of the member's with its title and its address.

    Raises:
        Forbidden: `capsule.audience` where not everybody in the room can read it; and what posting raises.
        NotFound: the room is of another community.
    """
    if room.community_id != capsule.community_id:
        raise NotFound("room")
    if not _covers(capsule, room):
        raise Forbidden("capsule.audience", "Not everybody in that room can read this.")
    title = shaped([capsule], member)[0].title.replace("@", "＠")  # a title calls nobody
    body = f"{title}\n/c/{capsule.community.slug}/capsules/{capsule.pk}"
    return messages.post(member, room, body, client_id=client_id)


def settings_of(member: Member) -> CapsuleSettingsShape:
    wanted = CapsuleSettings.objects.filter(community=member.community_id, model=True).exists()
    return CapsuleSettingsShape(model=wanted, available=is_there())


@transaction.atomic
def set_up(member: Member, model: bool) -> CapsuleSettingsShape:
    """Let the operator's language model write drafts in this community, or not; raises `forbidden`."""
    access.require(member, "community.edit")
    CapsuleSettings.objects.update_or_create(community_id=member.community_id, defaults={"model": model})
    record(member, "capsule.settings", member.community, model=model)
    return settings_of(member)


def _shape(capsule: Capsule, standing: Standing, member: Member) -> CapsuleShape:
    parts = _shown(capsule, standing)
    plain = ("id", "created_at", "edited_at")
    return CapsuleShape(
        **{name: getattr(capsule, name) for name in plain},
        community=capsule.community_id,
        title=_title(capsule, parts, standing),
        parts=parts,
        room=capsule.room_id,
        thread=capsule.thread_id,
        by=MemberRef.of(capsule.by),
        stale=standing.stale,
        sources=len(standing.by_key),
        can=["capsule.edit", "capsule.remove"] if _may_edit(member, capsule) else [],
    )


def _shown(capsule: Capsule, standing: Standing) -> list[CapsulePart]:
    """The lines that stand on nothing that was removed; nobody is shown the others."""
    parts = [
        CapsulePart(
            kind=part["kind"], lines=[_line(line, standing) for line in part["lines"] if _stands(line, standing)]
        )
        for part in capsule.parts
    ]
    return [part for part in parts if part.lines]


def _stands(line: dict[str, Any], standing: Standing) -> bool:
    keys = _keys(line)
    return standing.shows(keys) if keys else not standing.repeats_gone(line["text"])


def _line(line: dict[str, Any], standing: Standing) -> CapsuleLine:
    return CapsuleLine(text=line["text"], sources=[standing.by_key[key].shape for key in _keys(line)])


def _keys(line: dict[str, Any]) -> list[Key]:
    return [(message, post) for message, post in line["sources"]]


def _title(capsule: Capsule, parts: list[CapsulePart], standing: Standing) -> str:
    if not standing.repeats_gone(capsule.title):
        return capsule.title
    lines = [line.text for part in parts for line in part.lines]
    return cut(" ".join(lines[0].split()), TITLE).ljust(policy.TITLE[0], "…") if lines else "…" * policy.TITLE[0]


def _require_clean(member: Member, title: str, parts: list[KeptPart]) -> None:
    """What somebody words anew for everybody is judged like a name: nothing of it can wait, or be covered."""
    for words in (title, *(line.text or "" for part in parts for line in part.lines)):
        wordlists.require_clean(member.community_id, words)


def _checked(home: Room | Thread, parts: list[KeptPart]) -> dict[Key, capsule_sources.Source]:
    """The sources of all lines, of which there must be some; addresses lead to web pages only."""
    lines = [(part.kind, line) for part in parts for line in part.lines]
    if not lines or any(not line.text for _, line in lines):
        raise InvalidInput("input.invalid", "A capsule has lines, none of them empty.", fields={"parts": "too_short"})
    if not all(policy.leads_to_pages_only(line.text) for kind, line in lines if kind in ADDRESSES):
        raise InvalidInput("input.invalid", "This is no address of a page.", fields={"parts": "url_scheme"})
    if not any(line.sources for _, line in lines):
        raise InvalidInput("input.invalid", "A capsule stands on somebody's words.", fields={"parts": "no_sources"})
    return capsule_sources.cited(home, [source for _, line in lines for source in line.sources])


def _stored(parts: list[KeptPart]) -> list[dict[str, Any]]:
    return [
        {
            "kind": part.kind,
            "lines": [
                {"text": line.text, "sources": [[one.message, one.post] for one in line.sources]} for line in part.lines
            ],
        }
        for part in parts
    ]


def _home(capsule: Capsule) -> Room | Thread:
    home = capsule.room or capsule.thread
    if home is None:
        raise NotFound("capsule")
    return home


def _may_edit(member: Member, capsule: Capsule) -> bool:
    own = capsule.by_id == member.pk and access.can(member, "capsule.create")
    return own or access.can(member, "capsule.edit")


def _require_editor(member: Member, capsule: Capsule, act: str) -> None:
    """Raise unless it is the member's own, or the member's role allows it; then the act is written down."""
    if capsule.by_id == member.pk:
        policy.require_writer(member, "capsule.create")
        return
    policy.require_writer(member, "capsule.edit")
    audit.record(Moderator(member=member), act, capsule, capsule.community_id, capsule.by)


def _covers(capsule: Capsule, room: Room) -> bool:
    """Whether whoever can read the room, now or later, can read the capsule."""
    if capsule.thread:
        category = capsule.thread.category
        return category.audience == Category.Audience.MEMBERS or _is_read_by(category.room, room)
    return _is_read_by(capsule.room, room)


def _is_read_by(home: Room | None, room: Room) -> bool:
    return home is not None and (home.kind == Room.Kind.OPEN or home.pk == room.pk)
