"""Which user of this machine runs the servers, and which folders that user can reach."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class User:
    """A user of this machine, by number."""

    uid: int
    gid: int


def server_user(data: Path) -> User:
    """Ourselves; or, as PostgreSQL refuses root, the owner of the data folder, or nobody."""
    if os.geteuid() != 0:
        return User(os.geteuid(), os.getegid())
    owner = nearest(data).stat()
    return User(owner.st_uid, owner.st_gid) if owner.st_uid and _has_name(owner.st_uid) else nobody()


def nobody() -> User:
    """The user without rights."""
    entry = pwd.getpwnam("nobody")
    return User(entry.pw_uid, entry.pw_gid)


def _has_name(uid: int) -> bool:
    """Whether the system knows the user; initdb does not run for one that it does not know."""
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def can_reach(user: User, path: Path) -> bool:
    """Whether the user may pass through every folder down to the path, as far as it exists."""
    if user.uid == os.geteuid():
        return True
    ways = (nearest(path), nearest(path).resolve())  # the way as named, and the way behind its links
    return all(_may_enter(user, folder) for way in ways for folder in (way, *way.parents))


def nearest(path: Path) -> Path:
    """The path, or the closest folder above it that exists."""
    while not path.exists():
        path = path.parent
    return path


def _may_enter(user: User, path: Path) -> bool:
    """Whether the permission bits let the user through one folder, or run one file."""
    info = path.stat()
    if info.st_uid == user.uid:
        return bool(info.st_mode & stat.S_IXUSR)
    if info.st_gid == user.gid:
        return bool(info.st_mode & stat.S_IXGRP)
    return bool(info.st_mode & stat.S_IXOTH)
