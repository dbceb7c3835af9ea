"""Which digests went out. Notices are not here: they quote what members wrote, private words too."""

from django.contrib import admin

from community.backstage.lists import ReadOnlyAdmin
from community.notifications.models import Digest


@admin.register(Digest)
class DigestAdmin(ReadOnlyAdmin):
    for_operators = True
    list_display = ("user", "kind", "day", "items", "tries", "created_at", "begun_at", "sent_at", "closed_at")
    list_filter = ("kind", ("sent_at", admin.EmptyFieldListFilter), ("closed_at", admin.EmptyFieldListFilter))
    list_select_related = ("user",)
    search_fields = ("user__username",)
    date_hierarchy = "day"
    ordering = ("-pk",)
    exclude = ("told",)
