"""What is suggested for the board, in the admin. What was said does not appear, and of direct rooms nothing does."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from chat.conversations.models import Suggestion
from chat.models import Room
from community.backstage.filters import RelatedFilter
from community.backstage.lists import InTheApp, ReadOnlyAdmin


@admin.register(Suggestion)
class SuggestionAdmin(InTheApp, ReadOnlyAdmin):
    within = "room__community"
    for_moderators = True
    list_display = ("room", "why", "messages", "people", "created_at", "decided_at", "decided_by", "in_the_app")
    list_filter = (
        ("room__community", RelatedFilter),
        ("room", RelatedFilter),
        ("why", ChoicesDropdownFilter),
        ("decided_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("room__community", "conversation", "decided_by")
    search_fields = ("room__name",)
    date_hierarchy = "created_at"
    ordering = ("-pk",)
    fields = ("room", "why", "messages", "people", "created_at", "decided_at", "decided_by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Suggestion]:
        return super().get_queryset(request).exclude(room__kind=Room.Kind.DIRECT)

    @display(description=_("messages"), ordering="conversation__messages")
    def messages(self, suggestion: Any) -> int:
        return suggestion.conversation.messages

    @display(description=_("people"), ordering="conversation__people")
    def people(self, suggestion: Any) -> int:
        return suggestion.conversation.people

    def view_on_site(self, suggestion: Any) -> str:
        return f"/c/{suggestion.room.community.slug}/r/{suggestion.room_id}"
