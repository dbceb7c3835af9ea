"""Whose rows somebody works on in the admin.

Operators are accounts that are marked as staff: Django's permissions say what they see, of all communities. Everybody
else is there by a role, and sees of each community what the capability table gives that role.
"""

from typing import Any

from django.http import HttpRequest

from community import access

ENTER = "console.enter"


def is_operator(user: Any) -> bool:
    """Permissions of whoever is not marked as staff, any more or yet, count for nothing here."""
    return user.is_active and user.is_staff


def belongs(user: Any) -> bool:
    """Whether an account has any business in the admin."""
    if not user.is_active:
        return False
    return user.is_staff or any(access.can(member, ENTER) for member in _present(user))


def enters(request: HttpRequest) -> bool:
    """The same of the reader: a page asks it several times, the database is asked once."""
    return request.user.is_active and (is_operator(request.user) or bool(_memberships(request)))


def member_of(request: HttpRequest, community_id: int) -> Any:
    """Who the reader is in a community; None if nobody, or somebody without a place in the admin."""
    return next((member for member in _memberships(request) if member.community_id == community_id), None)


def communities(request: HttpRequest, capability: str) -> list[int]:
    """Those in which the reader's role holds a capability."""
    return [member.community_id for member in _memberships(request) if access.can(member, capability)]


def _memberships(request: Any) -> list[Any]:
    """The reader's, looked up once a request, those alone that lead into the admin."""
    if not hasattr(request, "console_memberships"):
        request.console_memberships = [member for member in _present(request.user) if access.can(member, ENTER)]
    return request.console_memberships


def _present(user: Any) -> list[Any]:
    return list(user.memberships.present().select_related("silence")) if user.is_authenticated else []
