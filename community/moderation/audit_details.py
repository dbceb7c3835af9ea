"""What an entry of the audit says beside its act: a row each, in the reader's language."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from community.access import RANK
from community.backstage import capabilities, names
from community.members.models import Community, Member
from community.moderation import audit_fields
from community.moderation.models import Appeal, AuditEntry, Case
from community.moderation.models.audit import SEALED

# Of fields that hold one of a few words: what these are called.
_choices: dict[str, list[type[TextChoices]]] = {
    "door": [Community.Door], "outcome": [Appeal.Outcome], "verdict": [Case.Verdict],
}  # fmt: skip
_sayings: dict[str, Callable[[Any], str]] = {
    "capability": capabilities.named,
    # By the id of a member: in here a name would outlive whom it names.
    "colleague": lambda pk: str(Member.objects.filter(pk=pk).first() or pk),
}


def say(field: str, choices: type[TextChoices]) -> None:
    """Have the words of an upper layer's field called by their names."""
    _choices.setdefault(field, []).append(choices)


def rows(entry: AuditEntry) -> list[tuple[str, str]]:
    """What it says, by the names of its fields; one without a name is called as it was written down."""
    return [(str(audit_fields.NAMES.get(field, field)), _said(field, value)) for field, value in told(entry).items()]


def told(entry: AuditEntry) -> dict[str, Any]:
    """Its data with the words where they stood; the reason is told by itself."""
    data = {field: value for field, value in entry.data.items() if field != SEALED}
    return data | {field: _words(text) for field, text in entry.said() if field != "reason"}


def reason(entry: AuditEntry) -> str:
    return next((_words(text) for field, text in entry.said() if field == "reason"), "")


def _words(text: str | None) -> str:
    return _("Removed at the author's wish") if text is None else text


def shown(entry: AuditEntry) -> SafeString:
    """The rows, and what was written down word for word behind them."""
    if not told(entry):
        return SafeString("–")
    facts = format_html_join("", "<dt>{}</dt><dd>{}</dd>", rows(entry))
    raw = json.dumps(entry.data, ensure_ascii=False, indent=2)
    return format_html(
        '<dl class="facts">{}</dl><details><summary>{}</summary><pre>{}</pre></details>',
        facts, _("As it is kept"), raw,
    )  # fmt: skip


def _said(field: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in (None, ""):
        return str(audit_fields.NOTHING.get(field, "–"))
    if isinstance(value, list):
        return ", ".join(_said(field, one) for one in value)
    if field in _sayings:
        return _sayings[field](value)
    return _word(field, value) if isinstance(value, str) else str(value)


def _word(field: str, value: str) -> str:
    for choices in _choices.get(field, ()):
        if value in choices.values:
            return names.label(str(choices(value).label))
    if value in RANK and field in ("role", "before", "least"):
        return names.role(value)
    return _moment(value) or value


def _moment(value: str) -> str:
    """A time as it is read, where the text is one."""
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return ""
    return date_format(timezone.localtime(at), "DATETIME_FORMAT") if timezone.is_aware(at) else ""
