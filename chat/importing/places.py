"""Where imported talk goes: the community and the room, made if they are not there yet."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.utils.text import slugify

from chat.importing.files import CannotImport
from chat.models import Room
from community.members import communities
from community.members.models import Community


@transaction.atomic
def room(slug: str, name: str) -> Room:
    """The room of a name in a community; two imports at once get the same.

    A new community has no owner: whoever runs the site names one in the admin.

    Raises:
        CannotImport: the slug or the name cannot be one.
    """
    # Locked, so that nobody else makes the same room meanwhile: rooms may share a name.
    community = Community.objects.select_for_update().get(pk=_community(slug).pk)
    return rooms(name).filter(community=community).first() or make(community, name)


def rooms(name: str) -> QuerySet[Room]:
    """Rooms of a name, or of a name that makes this slug, the oldest first. Talk of two is no room to import into."""
    shared = Room.objects.exclude(kind=Room.Kind.DIRECT).order_by("pk")
    same = [pk for pk, known in shared.values_list("pk", "name") if name in (known, slugify(known, allow_unicode=True))]
    return shared.filter(pk__in=same)


def make(community: Community, name: str, topic: str = "") -> Room:
    """A new open room without anybody in it; raises CannotImport."""
    room = Room(community=community, name=name.strip(), topic=topic)
    if not room.name:
        raise CannotImport("A room needs a name.")
    _check(room, f"{name!r} cannot name a room")
    room.save()
    return room


def _community(slug: str) -> Community:
    new = Community(slug=slug, name=slug.replace("-", " ").title())
    _check(new, f"{slug!r} cannot be the address of a community")
    if found := Community.objects.filter(slug=slug).first():
        return found
    try:
        return communities.furnished(slug=slug, name=new.name)
    except IntegrityError:  # somebody else was faster
        return Community.objects.get(slug=slug)


def _check(row: Model, sentence: str) -> None:
    try:
        row.clean_fields()
    except ValidationError as error:
        raise CannotImport(f"{sentence}: {error.messages[0]}") from None
