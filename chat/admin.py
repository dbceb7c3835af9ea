"""Rooms and messages in the admin. What is said in direct rooms is private: not a word of it appears."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from chat import messages
from chat.models import Message, Removal, Room
from community.backstage import names
from community.backstage.filters import RelatedFilter
from community.backstage.lists import InTheApp, ReadOnlyAdmin
from community.moderation import staff
from community.moderation.words import StateFilter, WordsAdmin

names.translate(Removal)


@admin.register(Room)
class RoomAdmin(InTheApp, ReadOnlyAdmin):
    within = "community"
    for_moderators = True
    counted_by = "created_at"
    list_display = ("name", "topic", "kind", "community", "people", "seq", "created_at", "in_the_app")
    list_filter = (
        ("community", RelatedFilter),
        ("kind", ChoicesDropdownFilter),
        ("archived_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("community",)
    search_fields = ("name", "topic")
    date_hierarchy = "created_at"
    ordering = ("-pk",)
    fields = ("name", "topic", "kind", "community", "people", "seq", "created_by", "created_at", "archived_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Room]:
        return super().get_queryset(request).exclude(kind=Room.Kind.DIRECT).annotate(people=Count("seats"))

    @display(description=_("people"), ordering="people")
    def people(self, room: Any) -> int:
        return room.people

    def view_on_site(self, room: Any) -> str:
        return f"/c/{room.community.slug}/r/{room.pk}"


@admin.register(Message)
class MessageAdmin(WordsAdmin):
    """All messages that are not private, the latest first. Upper layers add what else can be done to them."""

    verbs = messages
    within = "community"
    list_display = ("words", "author", "room", "community", "state", "created_at", "in_the_app")
    list_filter = (
        ("community", RelatedFilter),
        ("room", RelatedFilter),
        ("author", RelatedFilter),
        StateFilter,
    )
    list_select_related = ("author", "room", "community", "removal")
    search_fields = ("body", "author__name", "author__user__username")
    fields = ("text", "author", "room", "community", "state", "kind", "seq", "reply", "created_at", "edited_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        return super().get_queryset(request).exclude(room__kind=Room.Kind.DIRECT)

    def narrowed(self, rows: QuerySet[Message], request: HttpRequest) -> QuerySet[Message]:
        """A role opens what it opens in the app: of closed rooms, those in which one sits."""
        return super().narrowed(rows, request).filter(room__in=Room.objects.visible_to_user(staff.account(request)))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Message | None:
        """A message without the text that its author took back: a page's title is made of it."""
        message = super().get_object(request, object_id, from_field)
        if message:
            message.body = self.text(message)
        return message

    @display(description=_("answers"))
    def reply(self, message: Message) -> str:
        return self.words(message.reply_to) if message.reply_to else ""

    def view_on_site(self, message: Any) -> str:
        return f"/c/{message.community.slug}/r/{message.room_id}/m/{message.pk}"
