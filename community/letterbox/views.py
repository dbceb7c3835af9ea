from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import override
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from community.errors import NotFound
from community.letterbox import stops
from community.members.models import Community


@method_decorator(csrf_exempt, name="dispatch")
class StopView(View):
    """The link at the end of a letter to somebody who is no member: the signed token stands for a session.

    Opening it only asks, because programs that look for bad links open them too; a POST does it (RFC 8058).
    """

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._answer(request, token)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._answer(request, token, stop=True)

    def _answer(self, request: HttpRequest, token: str, stop: bool = False) -> HttpResponse:
        try:
            community, mark = stops.asked(token)
        except NotFound as refusal:
            return render(request, "letterbox/stop.html", status=refusal.status)
        if stop:
            stops.stop(community, mark, everywhere=request.POST.get("everywhere") == "1")
        return _page(request, community, mark)


def _page(request: HttpRequest, community: Community, mark: str) -> HttpResponse:
    with override(community.locale.lower()):
        told = {"community": community, "stopped": stops.is_stopped(community, mark)}
        return render(request, "letterbox/stop.html", told)
