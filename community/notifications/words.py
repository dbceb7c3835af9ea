"""A digest in the words of a letter. The web app finds words of its own for the same rows."""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community.notifications.content import Chapter, Item, Line, Section

KEPT = 20_000  # items, each in the words of a language: most stand in the letters of many


@dataclass(frozen=True)
class ToldItem:
    """An item as it stands in a letter, twice."""

    text: str
    html: str


@dataclass(frozen=True)
class ToldSection:
    heading: str
    items: list[ToldItem]


@dataclass(frozen=True)
class ToldChapter:
    name: str
    sections: list[ToldSection]
    figures: str


def told(chapter: Chapter) -> ToldChapter:
    """A chapter in the language of the moment."""
    figures = _(", ").join(figure.text % {"count": figure.count} for figure in chapter.figures)
    return ToldChapter(
        name=" ".join(chapter.community.name.split()),
        sections=[_section(section) for section in chapter.sections],
        figures=_("This week: %(figures)s.") % {"figures": figures} if figures else "",
    )


def _section(section: Section) -> ToldSection:
    language = get_language()
    return ToldSection(str(section.heading), [_item(item, language) for item in section.items])


@lru_cache(KEPT)
def _item(item: Item, language: str) -> ToldItem:
    context = {
        "item": item, "title": _title(item), "why": _why(item), "text": _text(item), "site": settings.SITE_URL,
        "lines": [(_line(line), line.url) for line in item.lines],
    }  # fmt: skip
    text, html = (render_to_string(f"notifications/item.{kind}", context) for kind in ("txt", "html"))
    return ToldItem(mark_safe(text), html)  # noqa: S308 the plain text is no HTML


def _title(item: Item) -> str:
    """What happened, for what calls the reader; otherwise what it is called."""
    named = {"name": item.by, "room": item.place or _("a private conversation")}
    if item.title:
        return item.title
    if item.reason == "answered":
        return _("%(name)s answered you in %(room)s") % named
    if item.reason == "called":
        return _("%(name)s called everybody in %(room)s") % named
    return _("%(name)s mentioned you in %(room)s") % named


def _text(item: Item) -> str:
    if not item.title or not item.by:
        return item.text
    if not item.text:
        return _("last by %(name)s") % {"name": item.by} if item.reason == "followed" else item.by
    return _("%(name)s: %(text)s") % {"name": item.by, "text": item.text}


def _line(line: Line) -> str:
    return _("%(name)s: %(text)s") % {"name": line.by, "text": line.text}


def _why(item: Item) -> str:
    """Why the reader sees this, and where it is."""
    reason = _reasons().get(item.reason, "") if item.title else ""
    parts = [part for part in (item.place if item.title else "", reason) if part]
    return " · ".join(parts)


def _reasons() -> dict[str, str]:
    return {
        "mentioned": _("You were mentioned"),
        "took_part": _("You took part"),
        "followed": _("You follow this"),
        "people": _("People you talk with are in it"),
        "size": _("Much talked about"),
        "liked": _("Liked by many"),
        "promoted": _("Carried over from the chat"),
        "capsule": _("A capsule: what was said, in short"),
    }
