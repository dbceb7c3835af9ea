from django.contrib import admin

from community.activity.models import Activity
from community.backstage.filters import RelatedFilter
from community.backstage.lists import ReadOnlyAdmin


@admin.register(Activity)
class ActivityAdmin(ReadOnlyAdmin):
    """Who did what to what. Nobody can change it here."""

    for_operators = True
    list_display = ("verb", "actor", "object", "community", "at")
    list_filter = (("community", RelatedFilter), "verb")
    list_select_related = ("community", "actor")
    search_fields = ("verb", "object", "actor__name")
    date_hierarchy = "at"
    ordering = ("-pk",)
