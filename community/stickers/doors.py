"""What stickers add to files: who sees them, and that whoever does may send them again and again."""

from collections.abc import Iterable

from community.files import attaching, carriers
from community.files.attaching import Shared
from community.members.models import Member, User
from community.stickers import sets
from community.stickers.models import Sticker
from community.stickers.shapes import carried


def register() -> None:
    carriers.register(sets.CARRIER, may_see)
    attaching.share(sendable)


def may_see(user: User, community_id: int) -> bool:
    return Member.objects.of_user(user).filter(community=community_id).exists()


def sendable(ids: Iterable[int]) -> dict[int, Shared]:
    """Those of these files that are stickers now, whoever wants to send them."""
    rows = Sticker.objects.filter(file__in=ids).select_related("file")
    return {row.file_id: Shared(row.community_id, carried(row)) for row in rows}
