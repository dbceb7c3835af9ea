"""Making and changing categories."""

from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils.text import slugify

from board.models import Category, Promotion
from board.shapes import CategoryShape
from chat.models import Room
from community import access
from community.activity.models import record
from community.errors import Conflict, InvalidInput, NotFound
from community.members.models import Community, Member, User
from community.moderation import audit, wordlists
from community.moderation.audit import Moderator

FIRST = {"en": "General", "zh-Hans": "综合", "zh-Hant": "綜合"}  # a new community's first category


def listed(member: Member) -> list[CategoryShape]:
    """The categories that a member can read, each with the number of its threads."""
    threads = Count("threads", filter=Q(threads__removal=None))
    rows = Category.objects.visible_to(member).annotate(standing=threads).order_by("position", "pk")
    return [CategoryShape.of(row, row.standing) for row in rows]


def seen(member: Member, category_id: int) -> Category:
    """A category that a member can read; raises `not_found`."""
    rows = Category.objects.visible_to(member).select_related("room")
    category = rows.filter(pk=category_id).first()
    if category is None:
        raise NotFound("category")
    return category


def seen_by(user: User, category_id: int) -> tuple[Category, Member]:
    """A category that an account can read, and who it is there; raises `not_found`."""
    category = Category.objects.visible_to_user(user).select_related("room").filter(pk=category_id).first()
    if category is None:
        raise NotFound("category")
    return category, Member.objects.of_user(user).get(community=category.community_id)


@transaction.atomic
def create(
    member: Member, name: str, *, description: str = "", audience: str = "members", room: int | None = None
) -> CategoryShape:
    """Open a category below the others.

    Args:
        audience: `members`, `staff`, or `room`: those who can read the room named.

    Raises:
        Forbidden: `forbidden`, `words.blocked`.
        InvalidInput: a room is missing, or named where none is meant.
        NotFound: the room is not one that the member can read.
    """
    access.require(member, "category.create")
    _require_clean(member, name, description)
    category = Category.objects.create(
        community_id=member.community_id,
        slug=_free_slug(member.community_id, name),
        name=name.strip(),
        description=description.strip(),
        audience=audience,
        room=_room(member, audience, room),
        position=_below_all(member.community_id),
    )
    record(member, "category.create", category)
    return CategoryShape.of(category, 0)


@transaction.atomic
def edit(member: Member, category: Category, changes: dict[str, Any]) -> CategoryShape:
    """Change a category. Who reads it is fixed once words stand in it, or are promised to.

    Raises:
        Conflict: `category.in_use`.
        and what `create` raises.
    """
    access.require(member, "category.create")
    _require_clean(member, *(str(changes[name]) for name in ("name", "description") if name in changes))
    # Waits for whoever is starting a thread here, and they for us: a thread's audience is the one its author saw.
    category = Category.objects.select_for_update().get(pk=category.pk)
    if {"audience", "room"} & set(changes):
        audience = changes.get("audience", category.audience)
        changes["room"] = _room(member, audience, changes.get("room"))
        _require_unused(category)
        _record_readers(member, category, audience, changes["room"])
    for name, value in changes.items():
        setattr(category, name, value)
    if changes:
        category.save(update_fields=list(changes))
    record(member, "category.edit", category)
    return CategoryShape.of(category, category.threads.standing().count())


def open_first(community: Community) -> None:
    """Give a new community its first category."""
    name = FIRST[community.locale]
    Category.objects.create(community=community, name=name, slug=_free_slug(community.pk, name))


def _require_clean(member: Member, *words: str) -> None:
    for some in words:
        wordlists.require_clean(member.community_id, some)


def _room(member: Member, audience: str, room_id: int | None) -> Room | None:
    if (audience == Category.Audience.ROOM) != (room_id is not None):
        raise InvalidInput("input.invalid", "A room exactly where its readers are meant.", fields={"room": "mismatch"})
    if room_id is None:
        return None
    room = Room.objects.visible_to(member).filter(pk=room_id).first()
    if room is None:
        raise NotFound("room")
    return room


def _require_unused(category: Category) -> None:
    waiting = category.promotions.filter(state=Promotion.State.WAITING)
    if category.threads.exists() or waiting.exists():
        raise Conflict("category.in_use", "Who reads a category is fixed once it has threads.")


def _record_readers(member: Member, category: Category, audience: str, room: Room | None) -> None:
    """Write down who is to read a category, if these are others than before."""
    if (audience, room) != (category.audience, category.room):
        by = Moderator(member=member)
        audit.record(by, "choose readers", category, category.community_id, None, audience=audience)


def _free_slug(community_id: int, name: str) -> str:
    slug = slugify(name, allow_unicode=True)[:40] or "category"
    taken = Category.objects.filter(community=community_id, slug=slug).exists()
    return f"{slug}-{uuid4().hex[:8]}" if taken else slug


def _below_all(community_id: int) -> int:
    last = Category.objects.filter(community=community_id).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1
