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
from community.notifications import letters, notices, sending, wishes
from community.notifications.shapes import (
    DigestShape,
    EditWishes,
    NoticeShape,
    ReadNotices,
    UnreadNotices,
    WantedDigest,
    WishesShape,
)
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


class WishesView(Endpoint):
    def get(self, request):
        return WishesShape.of(wishes.of(request.user))

    def patch(self, request):
        wanted = EditWishes.parse(request.data)
        return WishesShape.of(wishes.change(request.user, wanted.model_dump(exclude_none=True)))


class DigestPreviewView(Endpoint):
    def get(self, request, slug):
        wanted = WantedDigest.parse(request.query_params.dict())
        me = member_of(request.user, slug)
        return DigestShape.of(wanted.kind, sending.previewed(wanted.kind, me, wanted.day))


@method_decorator(csrf_exempt, name="dispatch")
class StopLettersView(View):
    """The link at the end of a letter, for people and for mail programs: the signed token stands for a session.

    Opening it only asks, because programs that look for bad links open them too; a POST does it (RFC 8058).
    """

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._answer(request, token)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._answer(request, token, stop=True)

    def _answer(self, request: HttpRequest, token: str, stop: bool = False) -> HttpResponse:
        try:
            reader, kind = letters.reader(token)
        except NotFound as refusal:
            return render(request, "notifications/stop.html", status=refusal.status)
        if stop:
            wishes.stop(reader, kind)
        return _stop_page(request, reader, kind)


def _stop_page(request: HttpRequest, reader: User, kind: str) -> HttpResponse:
    with override(reader.locale.lower()):
        stopped = wishes.stopped(reader, kind)
        return render(request, "notifications/stop.html", {"reader": reader, "kind": kind, "stopped": stopped})
