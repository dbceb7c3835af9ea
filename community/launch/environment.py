"""Where things are when no variable says so: the data folder, the servers' addresses, the secret key."""

import hashlib
import os
import re
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from community.launch import people
from community.launch.refusal import Refusal

REPOSITORY = Path(__file__).resolve().parents[2]
DATABASE = "oxbow"
DATABASE_USER = "oxbow"

# The kernel keeps a socket's path in 108 bytes (104 on macOS); ".s.PGSQL.5432.lock" is the longest name of ours.
LONGEST_RUN_FOLDER = 104 - len("/.s.PGSQL.5432.lock") - 1


def data_dir() -> Path:
    """The folder of everything that must survive: OXBOW_DATA, or .data in the checkout."""
    return Path(os.environ.get("OXBOW_DATA") or REPOSITORY / ".data").expanduser().absolute()


def database_url(data: Path | None = None) -> str:
    """The address of the embedded PostgreSQL, over its Unix socket."""
    return f"postgres:///{DATABASE}?host={run_dir(data or data_dir())}&user={DATABASE_USER}"


def redis_url(data: Path | None = None) -> str:
    """The address of the embedded Redis, over its Unix socket, without a logical database number."""
    return f"unix://{run_dir(data or data_dir())}/redis.sock"


def run_dir(data: Path) -> Path:
    """The folder of the sockets: beside the data if the path is short, plain and open to the servers' user."""
    beside = data / "run"
    plain = re.fullmatch(r"[\w./-]+", str(beside), re.ASCII) is not None
    short = len(str(beside)) <= LONGEST_RUN_FOLDER
    if plain and short and people.can_reach(people.server_user(data), data):
        return beside
    return _short_run_dir(data)


def _short_run_dir(data: Path) -> Path:
    """A short name for the same folder; only root may make folders in /run, so there nobody can be first."""
    base = "/run" if os.geteuid() == 0 else "/tmp"  # noqa: S108 - the owner is checked
    name = hashlib.sha256(str(data).encode()).hexdigest()[:12]
    return Path(base) / f"oxbow-{os.geteuid()}-{name}"


def secret_key(data: Path | None = None) -> str:
    """Django's secret key, made once and kept in the data folder for its owner's eyes only."""
    folder = data or data_dir()
    path = folder / "secret-key"
    try:
        if not path.exists():
            _write_once(make_data_dir(folder) / path.name, secrets.token_urlsafe(50))
        return path.read_text().strip()
    except OSError as error:
        raise unusable(folder, error) from error


def make_data_dir(data: Path) -> Path:
    """The data folder, made if missing. The servers' user may pass through it when we are root, not list it."""
    try:
        for folder in reversed([data, *data.parents]):
            if not folder.exists():
                folder.mkdir(exist_ok=True)
                folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
        if not os.access(data, os.W_OK | os.X_OK):
            raise PermissionError(13, "no permission to write there")
    except OSError as error:
        raise unusable(data, error) from error
    return data


def unusable(data: Path, error: OSError) -> Refusal:
    """The sentence for a data folder that cannot be written."""
    reason = (error.strerror or str(error)).lower()
    return Refusal(f"The data folder {data} cannot be used: {reason}. Choose another with OXBOW_DATA.")


def _write_once(path: Path, text: str) -> None:
    """Create the file whole and for its owner alone, or leave the one that another process made first."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
    with open(descriptor, "w") as file:
        file.write(text)
    try:
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        os.unlink(draft)
