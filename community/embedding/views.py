from csp.constants import NONE
from django.http import HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_exempt
from rest_framework.parsers import JSONParser

from community.embedding import entrance, origins, shapes, states
from community.http import Endpoint, PublicEndpoint, web_app
from community.members.communities import member_of


class SettingsView(Endpoint):
    def get(self, request, slug):
        return origins.settings_of(member_of(request.user, slug))

    def patch(self, request, slug):
        wanted = shapes.EditEmbedding.parse(request.data)
        return origins.edit(member_of(request.user, slug), wanted.origins, renew=wanted.new_secret)


class SessionView(PublicEndpoint):
    def post(self, request, slug):
        return entrance.by_token(slug, shapes.Vouched.parse(request.data).token)


class HandOverView(Endpoint):
    def post(self, request):
        return shapes.HandedOver(code=entrance.code_for(request.user))


class HandedOverView(PublicEndpoint):
    def post(self, request):
        return entrance.by_code(shapes.HandedOver.parse(request.data).code)


class PlainJson(JSONParser):
    """JSON as plain text: a browser lets any page send that without asking first."""

    media_type = "text/plain"


class StateView(PublicEndpoint):
    """Asked by the script on the host's page, from the host's origin."""

    authentication_classes: list[type] = []
    parser_classes = [JSONParser, PlainJson]

    def post(self, request, slug):
        wanted = shapes.AskState.parse(request.data)
        return states.of(slug, wanted.token, wanted.room)

    def finalize_response(self, request, response, *args, **kwargs):
        answer = super().finalize_response(request, response, *args, **kwargs)
        origin = request.headers.get("Origin", "")
        if origin and origin in origins.allowed(kwargs["slug"]):
            answer["Access-Control-Allow-Origin"] = origin
        answer["Vary"] = "Origin"
        return answer


@xframe_options_exempt
def framed(request: HttpRequest, slug: str) -> HttpResponse:
    """The web app for a frame, on the pages that the community allows; and for the window in which one signs in."""
    response = web_app(request)
    response._csp_replace = {"frame-ancestors": origins.allowed(slug) or [NONE]}  # type: ignore[attr-defined]
    response["Cross-Origin-Opener-Policy"] = "unsafe-none"  # the window speaks with the frame that opened it
    return response
