"""Filters by a related row: what is chosen is looked for, and named, among the rows that the reader may see."""

from collections.abc import Iterator
from typing import Any

from unfold.contrib.filters.admin import AutocompleteSelectFilter


class RelatedFilter(AutocompleteSelectFilter):
    """The skin's own names whatever row an address mentions, of any community."""

    def choices(self, changelist: Any) -> Iterator:
        for choice in super().choices(changelist):
            page = self.model_admin.admin_site.get_model_admin(self.field.remote_field.model)
            choice["form"].fields[self.lookup_kwarg].queryset = page.get_queryset(self.request)
            yield choice
