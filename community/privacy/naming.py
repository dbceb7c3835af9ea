"""Where others may have called somebody by `@Name`: each layer names its columns, and those that hold no such words.

A test asks it of every column of text.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model

from community.privacy.forgetting import Gone


@dataclass(frozen=True)
class Texts:
    """Columns of words.

    Args:
        community: the look-up by which a row's community is found.
        aloud: whether a layer takes the name out itself, because open pages are told of it.
    """

    model: type[Model]
    community: str
    fields: tuple[str, ...]
    aloud: bool = False

    def names(self) -> set[str]:
        return {f"{self.model._meta.label}.{field}" for field in self.fields}


_texts: list[Texts] = []
_spared: dict[str, str] = {}


def look_into(model: type[Model], community: str, *fields: str, aloud: bool = False) -> None:
    """Have the name taken out of these columns when somebody is forgotten."""
    _texts.append(Texts(model, community, fields, aloud))


def spare(reason: str, *columns: str) -> None:
    """Say why these columns, `app.Model.field`, hold nobody's name."""
    _spared.update(dict.fromkeys(columns, reason))


def texts() -> list[Texts]:
    return list(_texts)


def spared() -> dict[str, str]:
    return dict(_spared)


def forget(gone: Gone) -> None:
    for one in _texts:
        if not one.aloud:
            with transaction.atomic():
                gone.unname(one.model._default_manager.all(), one.community, *one.fields)
