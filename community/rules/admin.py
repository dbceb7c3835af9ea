"""The rules of all communities, as they were: to be looked at."""

from django.contrib import admin

from community.backstage.filters import RelatedFilter
from community.backstage.lists import InTheApp, ReadOnlyAdmin
from community.rules.models import RulesVersion


@admin.register(RulesVersion)
class RulesVersionAdmin(InTheApp, ReadOnlyAdmin):
    within = "community"
    for_moderators = True
    counted_by = "at"
    list_display = ("community", "number", "why", "by", "asks", "at", "in_the_app")
    list_filter = (("community", RelatedFilter), "asks")
    list_select_related = ("community", "by")
    search_fields = ("text", "why")
    date_hierarchy = "at"
    ordering = ("-pk",)
    fields = ("community", "number", "text", "why", "by", "staff", "asks", "at")

    def view_on_site(self, version: RulesVersion) -> str:
        return f"/c/{version.community.slug}/rules"
