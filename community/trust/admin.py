"""Raid mode in the admin: the door of a community is closed for an hour, or opened again."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display

from community.backstage import asking
from community.members.admin import CommunityAdmin, MemberAdmin
from community.members.models import Community, Member
from community.moderation import staff
from community.trust import raids

HOUR = 60  # minutes


@action(description=gettext_lazy("Close the door for an hour"), permissions=["moderate"])
def close(page: CommunityAdmin, request: HttpRequest, communities: QuerySet[Community]) -> None:
    asking.each(
        page, request, communities, lambda one: raids.begin(staff.acting_in(request, one.pk), one, HOUR),
        _("%(count)d closed for an hour"),
    )  # fmt: skip


@action(description=gettext_lazy("Open the door again"), permissions=["moderate"])
def reopen(page: CommunityAdmin, request: HttpRequest, communities: QuerySet[Community]) -> None:
    asking.each(
        page, request, communities, lambda one: raids.end(staff.acting_in(request, one.pk), one),
        _("%(count)d open again"),
    )  # fmt: skip


@display(description=gettext_lazy("trust"), ordering="level")
def trust(member: Member) -> str:
    return member.get_level_display()


CommunityAdmin.actions = (*(CommunityAdmin.actions or ()), close, reopen)
MemberAdmin.list_display = (*MemberAdmin.list_display, trust)  # type: ignore[assignment]
