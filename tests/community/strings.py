"""Every English text of the server that a member can see: marked in code and templates, or made by the admin."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

import unfold
from babel.messages.extract import extract
from django.contrib import admin
from django.utils.translation.template import templatize

from community.backstage import names

REPOSITORY = Path(__file__).parents[2]
PACKAGES = ("community", "chat", "board")
KEYWORDS = dict.fromkeys(("_", "gettext", "gettext_lazy")) | dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2))

Text = str | tuple[str, str]  # a text, or its singular and plural


def used() -> set[Text]:
    """What the language files must have."""
    admin.autodiscover()
    return set(_in_code()) | set(_in_templates(REPOSITORY / package for package in PACKAGES)) | names.TRANSLATED


def useful() -> set[Text]:
    """What they may have besides: texts of the admin's skin, which comes in English only."""
    return set(_in_templates([Path(unfold.__file__).parent])) | set(_in_python(Path(unfold.__file__).parent))


def _in_code() -> Iterator[Text]:
    for package in PACKAGES:
        yield from _in_python(REPOSITORY / package)


def _in_python(folder: Path) -> Iterator[Text]:
    for path in folder.rglob("*.py"):
        yield from _texts("python", path.read_bytes())


def _in_templates(folders: Iterable[Path]) -> Iterator[Text]:
    for folder in folders:
        for path in [*folder.rglob("templates/**/*.html"), *folder.rglob("templates/**/*.txt")]:
            # Django turns a template into something whose quotes are those of Python 2; JavaScript's are near enough.
            source = templatize(path.read_text(), origin=str(path)).replace("(u'", "('").replace(",u'", ",'")
            yield from _texts("javascript", source.encode())


def _texts(method: str, source: bytes) -> Iterator[Text]:
    for _, found, _, _ in extract(method, BytesIO(source), KEYWORDS, options={"encoding": "utf-8"}):
        yield found if isinstance(found, str) else tuple(found)
