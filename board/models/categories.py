from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q

from chat.models import Room
from community import access
from community.clock import now
from community.members.models import Community, Member, User

NOTHING = Q(pk__in=[])


def any_of(rules: Iterable[Q]) -> Q:
    return reduce(or_, rules, NOTHING)


class CategoryQuerySet(models.QuerySet["Category"]):
    def visible_to(self, member: Member) -> "CategoryQuerySet":
        """Categories that a member can read."""
        return self.filter(self.readable_by(member))

    def visible_to_user(self, user: User) -> "CategoryQuerySet":
        """The same over all communities of an account."""
        return self.filter(any_of(self.readable_by(member) for member in Member.objects.of_user(user)))

    @staticmethod
    def readable_by(member: Member) -> Q:
        if not member.is_present():
            return NOTHING
        readable = Q(audience=Category.Audience.MEMBERS)
        readable |= Q(audience=Category.Audience.ROOM, room__in=Room.objects.visible_to(member))
        if access.can(member, "category.staff"):
            readable |= Q(audience=Category.Audience.STAFF)
        return Q(community=member.community_id) & readable


class Category(models.Model):
    class Audience(models.TextChoices):
        MEMBERS = "members", "Every member"
        ROOM = "room", "Those who can read a room"
        STAFF = "staff", "Moderators and above"

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="categories")
    slug = models.SlugField(max_length=60, allow_unicode=True)
    name = models.CharField(max_length=60)
    description = models.CharField(max_length=300, blank=True)
    position = models.PositiveIntegerField(default=0)
    audience = models.CharField(max_length=8, choices=Audience, default=Audience.MEMBERS)
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "categories"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["community", "slug"], name="one_category_an_address"),
            models.CheckConstraint(
                condition=Q(audience="room", room__isnull=False) | (~Q(audience="room") & Q(room__isnull=True)),
                name="a_room_exactly_where_its_readers_are_meant",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_visible_to(self, member: Member) -> bool:
        """The twin of `visible_to`."""
        if not member.is_present() or member.community_id != self.community_id:
            return False
        if self.audience == Category.Audience.STAFF:
            return access.can(member, "category.staff")
        return self.room is None or self.room.is_visible_to(member)
