"""Data folders, which like a real one can be reached by the user who runs the servers."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from community.launch import environment
from tests.launch.started import left_of


def clear_away(folder: Path) -> None:
    """Remove what a test left: processes, the folder, and what its links lead to outside."""
    for process in left_of(folder):
        os.kill(int(process.split()[0]), signal.SIGKILL)
    for link in filter(Path.is_symlink, folder.rglob("postgres")):
        shutil.rmtree(link.resolve().parent, ignore_errors=True)
        shutil.rmtree(environment.run_dir(link.parent), ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def make_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="oxbow-test-"))
    folder.chmod(0o711)
    return folder


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder that does not exist yet."""
    folder = make_folder()
    yield folder / "data"
    clear_away(folder)


@pytest.fixture(scope="module")
def kept_data() -> Iterator[Path]:
    """A data folder for all the tests of a module."""
    folder = make_folder()
    yield folder / "data"
    clear_away(folder)


@pytest.fixture
def nothing_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable names a server."""
    for name in ("DATABASE_URL", "REDIS_URL", "OXBOW_DATA"):
        monkeypatch.delenv(name, raising=False)
