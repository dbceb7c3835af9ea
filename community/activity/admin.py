from django.contrib import admin
from unfold.contrib.filters.admin import AutocompleteSelectFilter

from community.activity.models import Activity
from community.backstage.lists import ReadOnlyAdmin


@admin.register(Activity)
class ActivityAdmin(ReadOnlyAdmin):
    """Who did what to what. Nobody can change it here."""

    list_display = ("verb", "actor", "object", "community", "at")
    list_filter = (("community", AutocompleteSelectFilter), "verb")
    list_select_related = ("community", "actor")
    search_fields = ("verb", "object", "actor__name")
    date_hierarchy = "at"
    ordering = ("-pk",)
