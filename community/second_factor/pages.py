"""The pages between the password and the admin: setting the second factor up, giving it, and getting another one."""

import segno
from allauth.core import ratelimit
from django.contrib import admin, messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from community.backstage import scope
from community.second_factor import codes, door, factors
from community.second_factor.models import Factor


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a code; the first time, show how one gets it."""
    if not scope.belongs(request.user):
        return HttpResponseRedirect(reverse("admin:login"))
    if door.is_given(request):
        return HttpResponseRedirect(_wanted(request))
    factor = factors.of(request.user)  # type: ignore[arg-type]
    if request.method == "GET":
        return _shown(request, factor)
    if not ratelimit.consume(request, action="second_factor", user=request.user):
        return _shown(request, factor, _("These were too many attempts. Wait a while."), status=429)
    try:
        return _proven(request, factor) if factor.confirmed_at else _confirmed(request, factor)
    except factors.WrongCode:
        return _shown(request, factor, _("This is not the code of now, or it was used already."))


@never_cache
@require_http_methods(["GET", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """Whoever came in by a code on paper may have lost the phone, and can set up another one."""
    if not scope.belongs(request.user) or not door.came_by_paper(request):
        return HttpResponseRedirect(reverse("admin:index"))
    if request.method == "POST":
        factors.forget(request.user)  # type: ignore[arg-type]
        return HttpResponseRedirect(reverse("second_factor"))
    return _page(request, "again", left=factors.left(factors.of(request.user)), onward=_wanted(request))  # type: ignore[arg-type]


def _confirmed(request: HttpRequest, factor: Factor) -> HttpResponse:
    paper = factors.confirm(factor, request.POST.get("code", ""))
    door.note(request, factor)
    return _page(request, "paper", paper=paper, onward=_wanted(request))


def _proven(request: HttpRequest, factor: Factor) -> HttpResponse:
    on_paper = factors.prove(factor, request.POST.get("code", ""))
    door.note(request, factor, on_paper=on_paper)
    if on_paper:
        return HttpResponseRedirect(reverse("second_factor_again"))
    return HttpResponseRedirect(_wanted(request))


def _shown(request: HttpRequest, factor: Factor, wrong: str = "", status: int = 200) -> HttpResponse:
    if wrong:
        messages.error(request, wrong)
    if factor.confirmed_at:
        return _page(request, "ask", status, wanted=_wanted(request))
    secret = codes.opened(factor.secret)
    told = {
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "picture": _picture(request, secret),
    }
    return _page(request, "set_up", status, wanted=_wanted(request), **told)


def _picture(request: HttpRequest, secret: str) -> str:
    code = segno.make(codes.address(secret, request.user.get_username()), error="m")
    return mark_safe(code.svg_inline(omitsize=True, light="white", title=_("QR code")))  # noqa: S308 (our own drawing)


def _page(request: HttpRequest, name: str, status: int = 200, **about: object) -> TemplateResponse:
    context = {**admin.site.each_context(request), "title": _("Second factor"), "next_field": REDIRECT_FIELD_NAME}
    return TemplateResponse(request, f"second_factor/{name}.html", context | about, status=status)


def _wanted(request: HttpRequest) -> str:
    """Where somebody was going, if that is in the admin."""
    wanted = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    home = reverse("admin:index")
    fits = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith(home)
    return wanted if fits else home
