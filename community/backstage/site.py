"""The admin's door: who has business behind it, and what they are asked before they go in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.http import urlencode
from unfold.forms import AuthenticationForm
from unfold.sites import UnfoldAdminSite

from community.backstage import scope
from community.backstage.refusals import explained
from community.errors import Refusal

# Gives the address of what somebody has to do first, or nothing.
Question = Callable[[HttpRequest], str]
_questions: list[Question] = []


def ask_first(question: Question) -> None:
    """Let an upper layer stand at the door."""
    _questions.append(question)


def asked(request: HttpRequest) -> str:
    """What whoever belongs here has to do before going in: an address, or nothing."""
    return next(filter(None, (question(request) for question in _questions)), "")


class SignInForm(AuthenticationForm):
    """Counts failed attempts as the web app's sign-in does."""

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        name, password = given.get("username"), given.get("password")
        if name is None or not password:
            return given
        self.user_cache = get_adapter(self.request).authenticate(self.request, username=name, password=password)
        if self.user_cache is None:
            raise self.get_invalid_login_error()
        self.confirm_login_allowed(self.user_cache)
        return given

    def confirm_login_allowed(self, user: Any) -> None:
        if not scope.belongs(user):
            raise self.get_invalid_login_error()


def told(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The same view, that says on its page why an act was refused which nobody else has told of."""

    @wraps(view)
    def telling(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **options)
        except Refusal as refusal:
            if request.method != "POST":
                raise
            messages.error(request, explained(refusal))
            return HttpResponseRedirect(request.get_full_path())

    return telling


class Console(UnfoldAdminSite):
    login_form = SignInForm

    def has_permission(self, request: HttpRequest) -> bool:
        return scope.enters(request) and not asked(request)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        return super().admin_view(told(view), cacheable)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Sign in; who did so already, and is asked something else, is led there."""
        if request.method == "GET" and scope.enters(request) and (first := asked(request)):
            wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
            return HttpResponseRedirect(f"{first}?{urlencode({REDIRECT_FIELD_NAME: wanted})}" if wanted else first)
        return super().login(request, extra_context)
