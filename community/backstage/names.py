"""The admin in the reader's language, without a word about it in the models.

Django makes the names of models and fields from their Python names, in English. They are looked up in the language
files when they are shown.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

# Every text that is looked up like this; the test of the language files reads it.
TRANSLATED: set[str] = set()
_OWN_NAMES = {name for _, name in settings.LANGUAGES}  # a language is called by its own name everywhere


def translate(model: type[Model]) -> None:
    """Make a model's names, those of its fields and their choices translatable. Migrations do not see it."""
    meta = model._meta
    if "verbose_name_plural" not in meta.original_attrs and not isinstance(meta.verbose_name, Promise):
        meta.verbose_name_plural = f"{meta.verbose_name}s"
    meta.verbose_name = _lazy(meta.verbose_name)
    meta.verbose_name_plural = _lazy(meta.verbose_name_plural)
    app = apps.get_app_config(meta.app_label)
    app.verbose_name = _lazy(app.verbose_name)
    for field in meta.fields:
        _translate_field(field)


def role(name: str) -> str:
    """A role in the reader's language, by the words that the model of members has for it."""
    return label(name)


def label(words: str) -> str:
    """What a model's choice is called, in the reader's language."""
    return str(gettext_lazy(words))


def _translate_field(field: Any) -> None:
    field.verbose_name = _lazy(field.verbose_name)
    field.help_text = _lazy(field.help_text)
    if field.choices:
        field.choices = [(value, _lazy(label)) for value, label in field.choices]


def _lazy(text: Any) -> Any:
    """The text, looked up when it is shown; unless it is empty, so already, or a language's own name."""
    if not text or isinstance(text, Promise) or text in _OWN_NAMES:
        return text
    TRANSLATED.add(text)
    return gettext_lazy(text)
