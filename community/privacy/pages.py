"""The pages of an archive, for people to read."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from html import escape
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from community.members.models import User
from community.privacy import labels
from community.privacy.sections import Row

_PAGE = '<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>{title}</title><h1>{title}</h1>{body}</html>'


def of_section(user: User, name: str, rows: Iterable[Row]) -> Iterator[str]:
    """The page of a section, in pieces."""
    head, _body, foot = _PAGE.format(lang=user.locale, title=titled(name), body="\0").partition("\0")
    yield head
    for row in rows:
        yield f"{_list(row)}<hr>"
    yield foot


def index(user: User, counts: dict[str, int], files: int) -> str:
    lines = [
        f'<li><a href="pages/{name}.html">{titled(name)}</a> ({count}), <a href="data/{name}.jsonl">JSON</a></li>'
        for name, count in counts.items()
        if count
    ]
    about = escape(_("Each section as a page to read, and as lines of JSON for machines."))
    carried = escape(_("Files"))
    body = f"<p>{about}</p><ul>{''.join(lines)}</ul><p>{carried}: {files}</p>"
    return _PAGE.format(lang=user.locale, title=escape(_("What Oxbow keeps about you")), body=body)


def titled(name: str) -> str:
    return escape(str(labels.SECTIONS.get(name, name)))


def _list(row: Row) -> str:
    pairs = (
        (labels.FIELDS.get(field, field), value) for field, value in row.items() if value not in (None, "", [], {})
    )
    told = "".join(f"<dt>{escape(str(label))}</dt><dd>{_shown(value)}</dd>" for label, value in pairs)
    return f"<dl>{told}</dl>"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return escape(_("yes") if value else _("no"))
    if isinstance(value, datetime):
        return escape(date_format(timezone.localtime(value), "DATETIME_FORMAT"))
    if isinstance(value, dict):
        return _list(value)
    if isinstance(value, list):
        return "".join(f"<p>{_shown(one)}</p>" for one in value)
    return escape(str(value))
