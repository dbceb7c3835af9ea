"""Installs the pinned Python packages into the virtual environment."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from community.launch import commands, disk, stamps
from community.launch.environment import REPOSITORY
from community.launch.progress import step
from community.launch.refusal import Refusal

RUNTIME = "requirements.txt"
DEVELOPMENT = "requirements-dev.txt"  # includes the others
QUIET = ("--quiet", "--no-input", "--disable-pip-version-check", "--progress-bar", "off")


def install(name: str) -> None:
    """Install a requirements file, unless just that is installed."""
    stamp = stamps.fingerprint(REPOSITORY.glob("requirements*.txt"), sys.version)
    if stamps.is_current(name, stamp):
        return
    with step(f"Installing Python packages ({name})"):
        disk.refuse_if_full(Path(sys.prefix), disk.PACKAGES)
        add(["-r", REPOSITORY / name], f"Installing {name}")
    stamps.write(name, stamp)
    if name == DEVELOPMENT:
        stamps.write(RUNTIME, stamp)


def add(arguments: list[str | Path], what: str) -> None:
    """Let pip install into our virtual environment and nowhere else."""
    commands.run([*_pip(), "install", *QUIET, *arguments], what)


def _pip() -> list[str]:
    """The environment's own pip, or the system's one working on the environment (Debian without python3-venv)."""
    if find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    system = str(getattr(sys, "_base_executable", sys.executable))
    if subprocess.run([system, "-m", "pip", "--version"], capture_output=True).returncode == 0:
        return [system, "-m", "pip", "--python", sys.executable]
    raise Refusal("Python's installer pip is missing: install it, on Debian with `apt install python3-venv`.")
