"""How full each room is, in the admin: where its meter stands, who are its circle, and whether a split is offered."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from chat.models import Room
from chat.overload import splits
from chat.overload.models import Load
from community.backstage.filters import RelatedFilter
from community.backstage.lists import InTheApp, ReadOnlyAdmin
from community.members.models import Member


@admin.register(Load)
class LoadAdmin(InTheApp, ReadOnlyAdmin):
    within = "room__community"
    for_moderators = True
    list_display = (
        "room", "state", "gauge", "since", "messages", "posters", "conversations", "people", "split", "in_the_app",
    )  # fmt: skip
    list_filter = (("room__community", RelatedFilter), ("state", ChoicesDropdownFilter))
    list_select_related = ("room__community",)
    search_fields = ("room__name",)
    ordering = ("-gauge", "pk")
    fields = (
        "room", "state", "gauge", "since", "messages", "words", "posters", "conversations", "people", "split",
        "who_is_in_the_circle", "drawn_at",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Load]:
        return super().get_queryset(request).exclude(room__kind=Room.Kind.DIRECT)

    @display(description=_("a split is offered"), boolean=True)
    def split(self, load: Any) -> bool:
        return load.state == Room.Load.OVERLOADED and load.people > splits.PAST

    @display(description=_("the circle of those who talk most"))
    def who_is_in_the_circle(self, load: Any) -> str:
        return ", ".join(
            Member.objects.filter(pk__in=load.circle).order_by("name", "pk").values_list("name", flat=True)
        )

    def view_on_site(self, load: Any) -> str:
        return f"/c/{load.room.community.slug}/r/{load.room_id}"
