"""Browsing the audit, and proving on the spot that nobody changed it."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import action

from community.backstage.filters import RelatedFilter
from community.backstage.lists import ReadOnlyAdmin
from community.members.models import Community
from community.moderation import act_names, audit_details, chain
from community.moderation.models import AuditEntry

MOST = 20  # communities a time; `manage.py verify_audit` proves all


@admin.register(AuditEntry)
class AuditAdmin(ReadOnlyAdmin):
    """What moderators did. Nobody can change it here, nor anywhere: the database refuses."""

    within = "community"
    for_moderators = True
    counted_by = "at"
    list_display = ("what", "object", "member", "by", "why", "community", "at")
    list_filter = (
        ("community", RelatedFilter),
        "act",
        ("actor", RelatedFilter),
        ("member", RelatedFilter),
        ("at", RangeDateFilter),
    )
    list_select_related = ("community", "actor", "staff", "member")
    search_fields = ("act", "object", "reason", "words__text", "member__name", "actor__name", "staff__username")
    date_hierarchy = "at"
    ordering = ("-pk",)

    fields = ("what", "object", "member", "actor", "staff", "why", "details", "community", "at")

    @admin.display(description=gettext_lazy("act"), ordering="act")
    def what(self, entry: AuditEntry) -> str:
        return act_names.of(entry.act)

    @admin.display(description=gettext_lazy("reason"), ordering="reason")
    def why(self, entry: AuditEntry) -> str:
        return audit_details.reason(entry)

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        return super().get_queryset(request).prefetch_related("words")

    @admin.display(description=gettext_lazy("What it says"))
    def details(self, entry: AuditEntry) -> SafeString:
        return audit_details.shown(entry)

    @admin.display(description=gettext_lazy("by"))
    def by(self, entry: AuditEntry) -> str:
        return str(entry.actor or entry.staff or "")

    actions_list = ("verify",)

    @action(description=gettext_lazy("Verify"), url_path="verify", permissions=["view"], icon="verified_user")
    def verify(self, request: HttpRequest) -> HttpResponse:
        """Reckon the chains anew of the communities that the reader sees."""
        seen = self.reachable(AuditEntry.objects.all(), request).order_by().values("community")
        for community in Community.objects.filter(pk__in=seen)[:MOST]:
            _tell(request, community, chain.prove(community))
        return HttpResponseRedirect(reverse("admin:moderation_auditentry_changelist"))


def _tell(request: HttpRequest, community: Community, proof: chain.Proof) -> None:
    about = {"community": community, "count": proof.head.entries, "seal": proof.head.seal[:12]}
    if proof.faults:
        faults = ", ".join(f"{fault} {place}" for fault, place in proof.faults[: chain.MOST])
        told = {"community": community, "faults": faults}
        messages.error(request, _("%(community)s: the audit was changed! %(faults)s") % told)
    else:
        messages.success(request, _("%(community)s: all %(count)d entries are whole. The last seal: %(seal)s…") % about)
