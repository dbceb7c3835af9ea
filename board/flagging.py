"""Letting moderators know of listed words on the board."""

from collections.abc import Sequence

from board.models import Thread
from chat.models import Room
from community.members.models import Member
from community.moderation import flags


def flag(author: Member, thread: Thread, seq: int, words: Sequence[str]) -> None:
    """Note where a post of the thread, or its title, has them; what two people read alone is their own business."""
    if not words:
        return
    room = thread.category.room
    if room is None or room.kind != Room.Kind.DIRECT:
        path = f"/c/{author.community.slug}/t/{thread.pk}/p/{seq}"
        flags.note(author, f"thread:{thread.pk}:{seq}", path, words)
