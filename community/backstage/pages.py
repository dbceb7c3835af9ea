"""Rows whose page is no list of fields: everything needed to decide is shown, and done, on it."""

from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from community.backstage.lists import ReadOnlyAdmin


class PageAdmin(ReadOnlyAdmin):
    """Who may look at a row is shown its page; what is sent from it is for those who may act."""

    def shown(self, request: HttpRequest, row: Any) -> HttpResponse:
        raise NotImplementedError

    def acted(self, request: HttpRequest, row: Any) -> HttpResponse:
        raise NotImplementedError

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if request.method != "POST":
            return self.shown(request, row)
        if not self.has_moderate_permission(request, row):
            raise PermissionDenied
        return self.acted(request, row)

    def page(self, request: HttpRequest, row: Any, template: str, title: str, **about: object) -> TemplateResponse:
        """The page of a row, drawn with what it is about, and with `may_act`."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "media": self.media,
            "may_act": self.has_moderate_permission(request, row),
        }
        return TemplateResponse(request, template, context | about)
