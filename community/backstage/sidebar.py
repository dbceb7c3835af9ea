"""The admin's list of pages, by what they are about. Who may not look at a page does not see its line."""

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

# Heading, then icon and model of each page; models by name, because upper layers have pages too.
_GROUPS = [
    (
        _("People"),
        [
            ("person", "members.member"),
            ("groups", "members.community"),
            ("door_front", "joining.application"),
            ("hourglass", "joining.waiting"),
        ],
    ),
    (_("The stream"), [("chat", "chat.message"), ("meeting_room", "chat.room"), ("speed", "overload.load")]),
    (
        _("The board"),
        [
            ("forum", "board.thread"),
            ("article", "board.post"),
            ("folder", "board.category"),
            ("inventory_2", "board.capsule"),
            ("lightbulb", "conversations.suggestion"),
        ],
    ),
    (
        _("Order"),
        [
            ("flag", "moderation.case"),
            ("balance", "moderation.appeal"),
            ("front_hand", "moderation.sanction"),
            ("spellcheck", "moderation.listedword"),
            ("rule", "rules.rulesversion"),
            ("key", "roles.adjustment"),
        ],
    ),
    (
        _("Self-government"),
        [
            ("how_to_vote", "governance.proposal"),
            ("contract", "governance.charter"),
            ("event_repeat", "governance.term"),
            ("supervisor_account", "governance.regency"),
            ("toll", "points.transfer"),
        ],
    ),
    (_("Records"), [("gavel", "moderation.auditentry"), ("history", "activity.activity")]),
    (_("Background work"), [("mail", "notifications.digest"), ("error", "jobs.failedjob")]),
    (_("Rights"), [("badge", "members.user"), ("shield_person", "auth.group")]),
]


def groups(request: HttpRequest) -> list[dict[str, object]]:
    """The sidebar as unfold wants it."""
    return [{"title": heading, "items": _items(request, pages)} for heading, pages in _GROUPS]


def _items(request: HttpRequest, pages: list[tuple[str, str]]) -> list[dict[str, object]]:
    found = [(icon, admin.site._registry.get(apps.get_model(model))) for icon, model in pages if _is_installed(model)]
    return [_item(icon, page) for icon, page in found if page and page.has_view_permission(request)]


def _item(icon: str, page: admin.ModelAdmin) -> dict[str, object]:
    meta = page.model._meta
    link = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
    return {"title": capfirst(meta.verbose_name_plural), "icon": icon, "link": link}


def _is_installed(model: str) -> bool:
    label, name = model.split(".")
    return name in apps.all_models[label]
