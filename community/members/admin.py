"""People and communities in the admin. Accounts and groups are for superusers, the rest for moderators too."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from allauth.account.admin import EmailAddressAdmin
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import action, display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from community.backstage import names
from community.backstage.filters import RelatedFilter
from community.backstage.labels import Label
from community.backstage.lists import InTheApp, OperatorsOnly, ReadOnlyAdmin
from community.backstage.sheets import sheet
from community.clock import now
from community.members.models import Community, Member, User

admin.site.unregister([Group, EmailAddress])
names.translate(User)


@admin.register(User)
class AccountAdmin(OperatorsOnly, UserAdmin, ModelAdmin):
    """Accounts, where a superuser makes staff: tick staff and add the group of moderators. Nobody is deleted."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "display_name", "email", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_superuser", "is_active", "groups")
    search_fields = ("username", "display_name", "email")
    date_hierarchy = "date_joined"
    ordering = ("-pk",)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("display_name", "email", "locale", "timezone", "hue")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("Dates"), {"fields": ("last_login", "last_seen_on", "date_joined")}),
    )
    readonly_fields = ("last_login", "last_seen_on", "date_joined")

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


@admin.register(Group)
class RightsAdmin(OperatorsOnly, GroupAdmin, ModelAdmin):
    """Groups of staff. The group of moderators makes itself with the database."""


@admin.register(EmailAddress)
class AddressAdmin(OperatorsOnly, EmailAddressAdmin, ModelAdmin):
    """Addresses of accounts."""


@admin.register(Community)
class CommunityAdmin(InTheApp, ReadOnlyAdmin):
    within = "pk"
    for_moderators = True
    list_display = ("name", "slug", "door", "locale", "people", "created_at", "in_the_app")
    list_filter = (("door", ChoicesDropdownFilter), ("locale", ChoicesDropdownFilter))
    search_fields = ("name", "slug", "purpose")
    date_hierarchy = "created_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Community]:
        present = Count("members", filter=Q(members__left_at=None))
        return super().get_queryset(request).annotate(people=present)

    @display(description=_("people"), ordering="people")
    def people(self, community: Any) -> int:
        return community.people

    def view_on_site(self, community: Any) -> str:
        return f"/c/{community.slug}"


class PresenceFilter(DropdownFilter):
    title = _("presence")
    parameter_name = "presence"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, object]]:
        return [("present", _("present")), ("silenced", _("silenced")), ("left", _("left"))]

    def queryset(self, request: HttpRequest, members: QuerySet[Member]) -> QuerySet[Member]:
        match self.value():
            case "present":
                return members.filter(left_at=None)
            case "silenced":
                return members.filter(silence__until__gt=now())
            case "left":
                return members.exclude(left_at=None)
        return members


@admin.register(Member)
class MemberAdmin(InTheApp, ReadOnlyAdmin):
    """The people of communities. Upper layers add what can be done to them, and parts of their page.

    Attributes:
        told: what the parts of a member's page show.
        done: what is done by the buttons of these parts, by their name.
    """

    told: ClassVar[list[Callable[[HttpRequest, Member], dict[str, Any]]]] = []
    done: ClassVar[dict[str, Callable[[HttpRequest, Member], HttpResponse]]] = {}
    within = "community"
    acts = "member.silence"
    for_moderators = True
    counted_by = "joined_at"
    list_display = ("name", "account", "community", "role", "presence", "joined_at", "in_the_app")
    list_filter = (
        ("community", RelatedFilter),
        ("role", ChoicesDropdownFilter),
        PresenceFilter,
    )
    list_select_related = ("community", "user", "silence")
    search_fields = ("name", "user__username")
    date_hierarchy = "joined_at"
    ordering = ("-pk",)
    fields = (
        "name", "account", "community", "role", "presence", "bio", "source", "invited_by", "joined_at", "left_at",
    )  # fmt: skip

    actions: tuple[Any, ...] = ("save",)

    @action(description=_("Save as a table (CSV)"))
    def save(self, request: HttpRequest, members: QuerySet[Member]) -> HttpResponse:
        """Those who were chosen; what operators alone may see, addresses among it, is not in it."""
        heading = [_("name"), _("account"), _("community"), _("role"), _("joined at"), _("left at")]
        rows = [
            [row.name, self.account(row), row.community, row.role, *map(_moment, (row.joined_at, row.left_at))]
            for row in members
        ]
        return sheet("members", heading, rows)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The page; what is sent from a part of it goes to who added that part."""
        does = self.done.get(request.POST.get("do", ""))
        if does is None:
            return super().change_view(request, object_id, form_url, extra_context)
        member = self.get_object(request, unquote(object_id))
        if member is None or not self.has_moderate_permission(request, member):
            raise PermissionDenied
        return does(request, member)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> HttpResponse:
        for tell in self.told:
            context |= tell(request, options["obj"])
        return super().render_change_form(request, context, *args, **options)

    @display(description=_("account"), ordering="user__username")
    def account(self, member: Member) -> str:
        return member.user.username if member.user else ""

    @display(description=_("presence"), label={"present": "success", "silenced": "warning", "left": ""})
    def presence(self, member: Member) -> Label:
        if member.left_at:
            return Label("left", _("left"))
        silence = getattr(member, "silence", None)
        if silence and silence.until > now():
            return Label("silenced", _("silenced until %(until)s") % {"until": f"{silence.until:%Y-%m-%d %H:%M}"})
        return Label("present", _("present"))

    def view_on_site(self, member: Any) -> str:
        return f"/c/{member.community.slug}/members"


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""
