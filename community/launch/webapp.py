"""Builds the web app when its sources changed."""

import sys
from collections.abc import Iterator
from pathlib import Path

from community.launch import commands, disk, node, stamps
from community.launch.environment import REPOSITORY
from community.launch.locks import Lock
from community.launch.progress import step

FRONTEND = REPOSITORY / "frontend"
MADE = {"node_modules", "dist", "coverage", ".vite"}  # what tools make there


def build() -> None:
    """Have frontend/dist made from the sources as they are now."""
    stamps.FOLDER.mkdir(exist_ok=True)
    with Lock(stamps.FOLDER / "webapp.lock"):
        stamp = stamps.fingerprint(_sources())
        if stamps.is_current("webapp", stamp) and (FRONTEND / "dist" / "index.html").exists():
            return
        install()
        with step("Building the web app"):
            commands.run(
                ["npm", "run", "build"], "Building the web app", folder=FRONTEND, environment=node.environment()
            )
            commands.run([sys.executable, "-m", "whitenoise.compress", "--quiet", FRONTEND / "dist"], "Compressing it")
        stamps.write("webapp", stamp)


def install() -> None:
    """Install the locked npm packages, unless just these are installed."""
    stamp = stamps.fingerprint([FRONTEND / "package.json", FRONTEND / "package-lock.json"])
    if stamps.is_current("npm", stamp) and (FRONTEND / "node_modules").is_dir():
        return
    variables = node.environment()
    with step("Installing the web app's packages"):
        disk.refuse_if_full(FRONTEND, disk.PACKAGES)
        commands.run(["npm", "ci"], "Installing the web app's packages", folder=FRONTEND, environment=variables)
    stamps.write("npm", stamp)


def _sources() -> Iterator[Path]:
    for path in FRONTEND.iterdir():
        if path.name not in MADE:
            yield from (file for file in (path.rglob("*") if path.is_dir() else [path]) if file.is_file())
