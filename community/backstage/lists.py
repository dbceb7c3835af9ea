"""The base of every list in the admin: rows are looked at, and changed by verbs alone."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from community.backstage import names

MODERATE = "moderation.moderate"  # the permission to act, beside those to look


class ReadOnlyAdmin(ModelAdmin):
    """A list and a page a row. Nobody adds, edits or deletes a row by hand, superusers included.

    Actions name the permission `moderate` and call the verbs that the web app calls, which write the audit.

    Attributes:
        for_moderators: whether the group of moderators may look at it.
        counted_by: the time by which the front page counts today's rows, if it counts them.
    """

    for_moderators = False
    counted_by = ""
    show_full_result_count = False
    list_per_page = 50
    list_filter_submit = True
    list_disable_select_all = True  # an act is for rows that somebody has looked at
    compressed_fields = True

    def __init__(self, model: type[Model], site: Any) -> None:
        names.translate(model)
        super().__init__(model, site)

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MODERATE)

    def called(self, row: Any) -> str:
        """A row in a few words, for people who are about to do something to it."""
        return str(row)

    def get_list_display_links(self, request: HttpRequest, list_display: Sequence[Any]) -> Sequence[Any]:
        return self.list_display_links or [list_display[0]]


class InTheApp:
    """A column that leads to a row's place in the app; `view_on_site` names the path, empty for none."""

    @display(description=_("in the app"))
    def in_the_app(self, row: Any) -> str:
        path = self.view_on_site(row)
        return format_html('<a href="{}">{}</a>', path, _("Open")) if path else ""

    def view_on_site(self, row: Any) -> str:
        raise NotImplementedError
