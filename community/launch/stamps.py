"""Remembers what a step was done from, so that it is done again only when that changed."""

import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path

from community.launch.environment import REPOSITORY

FOLDER = Path(sys.prefix) / "stamps"  # goes away with the virtual environment


def fingerprint(paths: Iterable[Path], *more: str) -> str:
    """One number for the names and contents of files, and for some texts."""
    digest = hashlib.sha256("\0".join(more).encode())
    for path in sorted(paths):
        digest.update(f"\0{path.relative_to(REPOSITORY)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def is_current(name: str, value: str) -> bool:
    """Whether the step was last done from this."""
    try:
        return (FOLDER / name).read_text() == value
    except OSError:
        return False


def write(name: str, value: str) -> None:
    """The step is done."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / name).write_text(value)
