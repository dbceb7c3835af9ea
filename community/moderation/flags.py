"""Letting moderators know of what was written with a listed word in it."""

from collections.abc import Sequence

from community.members.models import Member
from community.moderation.models import Flag

LONGEST = 300  # characters


def note(member: Member, thing: str, path: str, words: Sequence[str]) -> None:
    """Note it once, however often the same is written there.

    Args:
        thing: what was written, such as `message:812`.
        path: where it is read in the app.
    """
    if words:
        about = {"community_id": member.community_id, "member": member, "path": path}
        Flag.objects.get_or_create(object=thing, found=", ".join(words)[:LONGEST], defaults=about)
