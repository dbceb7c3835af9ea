"""What the stream adds to self-government: rooms are opened and closed by vote."""

from typing import Annotated

from pydantic import StringConstraints

from chat import announce, seats
from chat.models import Room
from community.clock import now
from community.errors import NotFound
from community.governance import actions
from community.governance.actions import Action, Prepared
from community.governance.models import Proposal
from community.members.models import Member
from community.moderation import audit, wordlists
from community.moderation.audit import Moderator
from community.shapes import Shape


class OpenRoom(Shape):
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    topic: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    secret: bool = True


class CloseRoom(Shape):
    room: int
    secret: bool = True


def register() -> None:
    actions.register("room_open", Action(OpenRoom, prepare_open, open_room, "room.create"))
    actions.register("room_close", Action(CloseRoom, prepare_close, close_room, "room.edit"))


def prepare_open(author: Member, wanted: OpenRoom) -> Prepared:
    wordlists.require_clean(author.community_id, wanted.topic)
    return Prepared(wanted.model_dump(exclude={"secret"}), subject=wanted.name, secret=wanted.secret)


def prepare_close(author: Member, wanted: CloseRoom) -> Prepared:
    """Raises `not_found` for a room that not every member sees."""
    room = _open_room(author.community_id, wanted.room)
    return Prepared({"room": room.pk}, subject=room.name, secret=wanted.secret)


def open_room(by: Moderator, proposal: Proposal, elected: tuple[str, ...]) -> None:
    """Open a room for everybody; its proposer sits in it first."""
    by.require("room.create")
    room = Room.objects.create(
        community_id=proposal.community_id, name=proposal.data["name"], topic=proposal.data["topic"]
    )
    if proposal.author.is_present():
        seats.take(room, proposal.author)
    audit.record(by, "open room", room, proposal.community_id, None, proposal.title)


def close_room(by: Moderator, proposal: Proposal, elected: tuple[str, ...]) -> None:
    """Raises `not_found` for a room that is closed by now."""
    by.require("room.edit")
    room = _open_room(proposal.community_id, proposal.data["room"])
    room.advance()
    room.refresh_from_db()
    room.archived_at = now()
    room.save(update_fields=["archived_at"])
    announce.renamed(room)
    audit.record(by, "close room", room, proposal.community_id, None, proposal.title)


def _open_room(community_id: int, room_id: int) -> Room:
    rows = Room.objects.filter(community=community_id, kind=Room.Kind.OPEN, archived_at=None, pk=room_id)
    if found := rows.first():
        return found
    raise NotFound("room")
