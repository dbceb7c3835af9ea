"""Which briefs went out. Notices are not here: they quote what members wrote, private words too."""

from django.contrib import admin

from community.backstage.lists import ReadOnlyAdmin
from community.notifications.models import Brief


@admin.register(Brief)
class BriefAdmin(ReadOnlyAdmin):
    list_display = ("user", "day", "items", "created_at", "begun_at", "sent_at")
    list_filter = (("sent_at", admin.EmptyFieldListFilter),)
    list_select_related = ("user",)
    search_fields = ("user__username",)
    date_hierarchy = "day"
    ordering = ("-pk",)
