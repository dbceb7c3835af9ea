"""Runs a program to its end, quietly; what it said matters only when it fails."""

import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from community.launch import child, disk
from community.launch.environment import REPOSITORY
from community.launch.people import User
from community.launch.refusal import Refusal

LAST_WORDS = 15  # lines


def run(
    command: Sequence[str | Path],
    what: str,
    *,
    folder: Path = REPOSITORY,
    environment: Mapping[str, str] | None = None,
    user: User | None = None,
    text: str = "",
) -> str:
    """Run the command, feed it the text, give back its output; refuse when it fails."""
    try:
        code, output = _run(command, folder, environment or {}, user, text)
    except OSError as error:
        raise Refusal(f"{what} failed: {error}.") from error
    if code == 0:
        return output
    if disk.says_full(output):
        raise disk.full(folder)
    said = "\n".join(output.strip().splitlines()[-LAST_WORDS:])
    raise Refusal(f"{what} failed: {_reason(output, code)}", said)


def _run(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str], user: User | None, text: str
) -> tuple[int, str]:
    running = subprocess.Popen(
        [str(part) for part in command],
        cwd=folder,
        env=child.variables(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=child.dying_with_us(signal.SIGTERM),
        **child.as_user(user),
    )
    try:
        output, _ = running.communicate(text.encode())
    finally:
        child.kill_group(running)
    return running.returncode, output.decode(errors="replace")


def _reason(output: str, code: int) -> str:
    """The line that says most: the last that speaks of an error, or the last."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if "error" in line.lower()]
    return (telling or lines or [f"exit code {code}"])[-1].rstrip(".") + "."
