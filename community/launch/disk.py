"""Room on the disk: asked before anything is written, recognised when it runs out all the same."""

import errno
import shutil
from pathlib import Path

from community.launch import people
from community.launch.refusal import Refusal

MB = 1_000_000
FIRST_START = 300 * MB  # a new PostgreSQL cluster with its first write-ahead log, the demo, logs
LATER_START = 40 * MB
PACKAGES = 1_000 * MB  # .venv, node_modules and the built web app

SIGNS = ("No space left on device", "ENOSPC", "Disk quota exceeded")


def refuse_if_full(path: Path, needed: int) -> None:
    """Say no when fewer than the needed bytes are free where the path is or will be."""
    free = shutil.disk_usage(people.nearest(path)).free
    if free < needed:
        raise Refusal(f"The disk that holds {path} is full: {free // MB} MB are free, {needed // MB} MB are needed.")


def full(path: Path) -> Refusal:
    """The sentence for a disk that filled up on the way."""
    free = shutil.disk_usage(people.nearest(path)).free
    return Refusal(f"The disk that holds {path} is full: {free // MB} MB are free; make room and start again.")


def says_full(output: str) -> bool:
    """Whether a program's output says that the disk is full."""
    return any(sign in output for sign in SIGNS)


def is_full(error: OSError) -> bool:
    """Whether an error of the machine says so."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)
