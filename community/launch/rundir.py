"""The folder of the servers' sockets. Who can enter it can log in, so it is the servers' user's alone."""

import os
import stat
from pathlib import Path

from community.launch.environment import run_dir
from community.launch.people import User
from community.launch.refusal import Refusal


def make(data: Path, user: User) -> Path:
    """The folder, made if missing; refused if somebody else made it first."""
    folder = run_dir(data)
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        _refuse_if_foreign(folder, user)
    else:
        os.chown(folder, user.uid, user.gid)
    return folder


def _refuse_if_foreign(folder: Path, user: User) -> None:
    info = folder.lstat()
    ours = info.st_uid in (user.uid, os.geteuid())
    if not stat.S_ISDIR(info.st_mode) or not ours or stat.S_IMODE(info.st_mode) & 0o077:
        raise Refusal(f"The folder {folder} is not ours alone, so the servers' sockets cannot be there: remove it.")
    if info.st_uid != user.uid:
        os.chown(folder, user.uid, user.gid)
