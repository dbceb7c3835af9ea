from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import override
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from community.errors import NotFound
from community.http import Endpoint, whole_number
from community.members.communities import member_of
from community.members.models import User
from community.notifications import briefs, letters, notices
from community.notifications.shapes import NoticeShape, ReadNotices, UnreadNotices
from community.shapes import page


class NoticesView(Endpoint):
    PAGE = 30

    def get(self, request, slug):
        me = member_of(request.user, slug)
        rows = me.notices.select_related("actor").order_by("-pk")
        if after := whole_number(request, "after"):
            rows = rows.filter(pk__lt=after)
        found = list(rows[: self.PAGE + 1])
        more = str(found[self.PAGE - 1].pk) if len(found) > self.PAGE else None
        return page([NoticeShape.of(row) for row in found[: self.PAGE]], more) | {"unread": notices.unread(me)}


class ReadNoticesView(Endpoint):
    def post(self, request, slug):
        wanted = ReadNotices.parse(request.data)
        me = member_of(request.user, slug)
        notices.read(me, None if wanted.all else wanted.ids)
        return UnreadNotices(unread=notices.unread(me))


@method_decorator(csrf_exempt, name="dispatch")
class StopBriefView(View):
    """The link at the end of a brief, for people and for mail programs: the signed token stands for a session.

    Opening it only asks, because programs that look for bad links open them too; a POST does it (RFC 8058).
    """

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._answer(request, token)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._answer(request, token, stop=True)

    def _answer(self, request: HttpRequest, token: str, stop: bool = False) -> HttpResponse:
        try:
            reader = letters.reader(token)
        except NotFound as refusal:
            return render(request, "notifications/stop.html", status=refusal.status)
        if stop:
            briefs.stop(reader)
        return _stop_page(request, reader, stopped=not reader.brief_on or stop)


def _stop_page(request: HttpRequest, reader: User, stopped: bool) -> HttpResponse:
    with override(reader.locale.lower()):
        return render(request, "notifications/stop.html", {"reader": reader, "stopped": stopped})
