"""Where points went, for moderators to look at. Nobody moves any here."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from community.backstage.filters import RelatedFilter
from community.backstage.lists import ReadOnlyAdmin
from community.points.models import Account, Transfer


@admin.register(Transfer)
class TransferAdmin(ReadOnlyAdmin):
    within = "community"
    for_moderators = True
    list_display = ("key", "amount", "from_whom", "to_whom", "by", "community", "at")
    list_filter = (("community", RelatedFilter),)
    list_select_related = ("community", "giver__member", "taker__member", "by")
    search_fields = ("key", "why", "taker__member__name")
    date_hierarchy = "at"
    ordering = ("-pk",)
    fields = ("key", "amount", "from_whom", "to_whom", "by", "why", "community", "at")

    @admin.display(description=_("from"))
    def from_whom(self, transfer: Transfer) -> str:
        return _holder(transfer.giver)

    @admin.display(description=_("to"))
    def to_whom(self, transfer: Transfer) -> str:
        return _holder(transfer.taker)


def _holder(account: Account) -> str:
    return str(account.member) if account.member else str(_HOLDERS[account.kind])


_HOLDERS: dict[str, Any] = {Account.Kind.SOURCE: _("the source"), Account.Kind.PURSE: _("the purse")}
