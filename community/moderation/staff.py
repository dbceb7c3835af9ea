"""The group of moderators: who is staff and belongs to it sees in the admin what moderators need, and may act."""

from typing import Any, Protocol

from django.apps import AppConfig
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.http import HttpRequest

from community.backstage import scope
from community.backstage.lists import MODERATE, ReadOnlyAdmin
from community.errors import Unauthenticated
from community.members.models import User
from community.moderation.audit import Moderator

GROUP = "Moderators"


class InACommunity(Protocol):
    community_id: int


def keep_group(sender: AppConfig, using: str, **_: Any) -> None:
    """Give the group what it needs of one app, each time that the database is migrated; safe to do again."""
    wanted = Permission.objects.using(using).filter(
        _looks(sender.label) | _acts(), content_type__app_label=sender.label
    )
    if permissions := list(wanted):
        Group.objects.using(using).get_or_create(name=GROUP)[0].permissions.add(*permissions)


def account(request: HttpRequest) -> User:
    """Who is signed in; in the admin somebody always is."""
    if not isinstance(request.user, User):
        raise Unauthenticated
    return request.user


def acting(request: HttpRequest, thing: InACommunity) -> Moderator:
    """Who acts on something: operators as staff, everybody else as the members that they are in its community."""
    return acting_in(request, thing.community_id)


def acting_in(request: HttpRequest, community_id: int) -> Moderator:
    user = account(request)
    if scope.is_operator(user) and user.has_perm(MODERATE):
        return Moderator(staff=user)
    return Moderator(member=scope.member_of(request, community_id))


def _looks(label: str) -> Q:
    """To look at each list of an app that says it is for moderators."""
    pages = [page for page in admin.site._registry.values() if isinstance(page, ReadOnlyAdmin) and page.for_moderators]
    models = [page.model._meta for page in pages]
    return Q(codename__in=[f"view_{meta.model_name}" for meta in models if meta.app_label == label])


def _acts() -> Q:
    return Q(codename=MODERATE.partition(".")[2], content_type__app_label=MODERATE.partition(".")[0])
