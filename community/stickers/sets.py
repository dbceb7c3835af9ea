"""The set of stickers of a community: what hosts put into it and take off it."""

from django.conf import settings
from django.db import transaction

from community import access
from community.activity.models import record
from community.errors import Conflict, InvalidInput, NotFound
from community.files import finishing, images, keeping, storage, uploads
from community.files.models import File
from community.members.models import Community, Member, User
from community.moderation import audit, wordlists
from community.moderation.audit import Moderator, Words
from community.stickers.models import Sticker
from community.stickers.shapes import StickerShape

CARRIER = "sticker"  # of files, with the id of the community: they stay when a sticker is taken off the set
LONGEST = 512  # pixels of its longer side


def listed(member: Member) -> list[StickerShape]:
    """The whole set, the latest first; it is bounded."""
    rows = Sticker.objects.filter(community=member.community_id).select_related("file")
    return [StickerShape.of(row) for row in rows.order_by("-pk")]


def seen_by(user: User, sticker_id: int) -> tuple[Sticker, Member]:
    """A sticker that an account can send, and who it is there; raises `not_found`."""
    members = Member.objects.of_user(user)
    mine = Sticker.objects.filter(community__in=members.values("community"))
    sticker = mine.select_related("file__owner").filter(pk=sticker_id).first()
    if sticker is None:
        raise NotFound("sticker")
    return sticker, members.get(community=sticker.community_id)


def add(by: Member, file_id: int, name: str, keywords: str = "") -> StickerShape:
    """Make a sticker of an image that somebody brought along; the image itself goes.

    Raises:
        Conflict: `sticker.named`, `sticker.too_many`, `files.carried`.
        Forbidden: `forbidden`, `words.blocked`, `files.community_quota`.
        InvalidInput: `sticker.no_image`, `files.broken`.
        NoSpace: the disk is full.
        NotFound: it is not theirs.
    """
    access.require(by, "sticker.edit")
    file = by.files.filter(pk=file_id).first()
    if file is None:
        raise NotFound("file")
    wordlists.require_clean(by.community_id, f"{name} {keywords}".strip())
    image = _drawn(file)
    with transaction.atomic():
        shape = put(by, image, name, keywords)
        uploads.drop(file)
    return shape


@transaction.atomic
def put(by: Member, image: images.Drawn, name: str, keywords: str = "") -> StickerShape:
    """Put a picture that is small enough into the set; whoever calls is authorised.

    Raises:
        Conflict: `sticker.named`, `sticker.too_many`.
        Forbidden: `files.community_quota`.
        NoSpace: the disk is full.
    """
    _require_place(by, name)
    kept = keeping.store(by, image, CARRIER, by.community_id, uploads.cleaned_name(f"{name}.webp"))
    sticker = Sticker.objects.create(community_id=by.community_id, file=kept, name=name, keywords=keywords)
    record(by, "sticker.add", sticker)
    return StickerShape.of(sticker)


@transaction.atomic
def remove(by: Member, sticker: Sticker) -> None:
    """Take a sticker off the set; messages that carry it go on showing it. Raises `forbidden`."""
    access.require(by, "sticker.edit")
    owner = sticker.file.owner
    named = Words(sticker.name, owner)
    audit.record(Moderator(member=by), "remove sticker", sticker, sticker.community_id, owner, name=named)
    record(by, "sticker.remove", sticker)
    sticker.delete()


def _drawn(file: File) -> images.Drawn:
    if file.kind != File.Kind.IMAGE or file.finished_at is None or file.carrier_id is not None:
        raise InvalidInput("sticker.no_image", "This is no image that waits to be sent.")
    with storage.gathered([finishing.place(file.key, finishing.WHOLE)]) as content:
        return images.still(content, LONGEST)


def _require_place(by: Member, name: str) -> None:
    """Raise unless one more of this name fits; until the end of the transaction nobody else puts one in."""
    Community.objects.select_for_update(no_key=True).get(pk=by.community_id)
    names = set(Sticker.objects.filter(community=by.community_id).values_list("name", flat=True))
    if name in names:
        raise Conflict("sticker.named", "Another sticker has this name.")
    if len(names) >= (limit := settings.OXBOW["STICKERS"]):
        raise Conflict("sticker.too_many", "There are as many stickers as there can be.", limit=limit)
