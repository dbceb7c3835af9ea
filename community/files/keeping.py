"""Files that come by another way than their owners' hands, such as the picture of a page that was linked to."""

from django.db import transaction

from community.clock import now
from community.errors import Forbidden
from community.files import attaching, finishing, images, quota, storage
from community.files.models import File
from community.members.models import Member

release = attaching.release


def keep(owner: Member, image: images.Drawn, carrier: str, carrier_id: int) -> File | None:
    """Keep an image that something carries; nothing where there is no room for it."""
    try:
        return store(owner, image, carrier, carrier_id, "preview")
    except (Forbidden, storage.NoSpace):
        return None


@transaction.atomic
def store(owner: Member, image: images.Drawn, carrier: str, carrier_id: int, name: str) -> File:
    """Keep an image that something carries.

    Raises:
        Forbidden: `files.community_quota`.
        NoSpace: the disk is full.
    """
    length = len(image.content) + sum(map(len, image.smaller.values()))
    quota.take_for_community(owner.community_id, length)
    storage.require_room(length)
    key = finishing.put_image(image)
    return File.objects.create(
        community_id=owner.community_id, owner=owner, kind=File.Kind.IMAGE, name=name, length=length,
        received=length, key=key, type=image.type, size=len(image.content), width=image.width, height=image.height,
        finished_at=now(), carrier=carrier, carrier_id=carrier_id,
    )  # fmt: skip
