"""Finds a Chromium for the browser tests, or has Debian install one."""

import os
import shutil

from community.launch import commands
from community.launch.progress import step
from community.launch.refusal import Refusal

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SHELL = "chromium-headless-shell"  # the same without windows, in which most tests take less time
PACKAGES = ("chromium", SHELL, "fonts-noto-cjk")  # without the font Chinese is boxes
MISSING = (
    "The browser tests need Chromium and none was found: "
    f"install it, on Debian with `apt install {' '.join(PACKAGES)}`, or name its program in CHROMIUM."
)


def find() -> str | None:
    """The program that CHROMIUM names, or the first in the path."""
    if named := os.environ.get("CHROMIUM"):
        if found := shutil.which(named):
            return found
        raise Refusal(f"CHROMIUM names {named}, which is not a program.")
    return next(filter(None, map(shutil.which, NAMES)), None)


def ensure() -> str:
    """A Chromium, installed from Debian if there is none and we may."""
    if found := find():
        return found
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Refusal(MISSING)
    with step("Installing Chromium"):
        variables = {"DEBIAN_FRONTEND": "noninteractive"}
        commands.run(["apt-get", "update"], "Updating Debian's package lists", environment=variables)
        install = ["apt-get", "install", "--yes", "--no-install-recommends", *PACKAGES]
        commands.run(install, "Installing Chromium", environment=variables)
    if found := find():
        return found
    raise Refusal(MISSING)
