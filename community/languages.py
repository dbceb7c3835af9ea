"""The server's language files. Their source, `django.po`, is written by hand; `django.mo` is made from it at set-up."""

import os
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent / "locale"


def sources() -> Iterator[Path]:
    """The language files, in order of their names."""
    yield from sorted(FOLDER.glob("*/LC_MESSAGES/django.po"))


def stale() -> list[Path]:
    """The language files that are newer than what was made of them."""
    return [source for source in sources() if _is_stale(source)]


def compile_stale() -> list[Path]:
    """Compile what is stale; the files that were compiled."""
    found = stale()
    for source in found:
        _compile(source)
    return found


def _is_stale(source: Path) -> bool:
    made = source.with_suffix(".mo")
    return not made.exists() or made.stat().st_mtime < source.stat().st_mtime


def _compile(source: Path) -> None:
    """Write the compiled file beside its place and move it there, so that nobody ever loads half of it."""
    # The launcher asks what is stale, and may do so before Babel is installed.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    made = source.with_suffix(".mo")
    draft = made.with_suffix(f".{os.getpid()}")
    with source.open("rb") as text, draft.open("wb") as file:
        write_mo(file, read_po(text))
    draft.replace(made)
