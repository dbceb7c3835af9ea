"""Runs a list of checks: quiet when they pass, in full when they fail, counted at the end."""

import json
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from community.launch import child
from community.launch.environment import REPOSITORY
from community.launch.progress import say

LONGEST = 25 * 60  # seconds after which a check is taken to hang; machines differ by half in what they take
LAST_WORDS = 30  # seconds that it has then to say what it knows so far
REPORT = "{report}"  # stands in a command for the file into which a test runner writes its counts


@dataclass(frozen=True)
class Count:
    """How many passed, failed and were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed"


Reader = Callable[[Path], Count]


@dataclass(frozen=True)
class Check:
    """One line of the list. With a reader it counts as many as its report says, else as one."""

    name: str
    command: Sequence[str]
    folder: Path = REPOSITORY
    environment: Mapping[str, str] = field(default_factory=dict)
    reader: Reader | None = None


@dataclass(frozen=True)
class Beside:
    """Lanes of checks that have nothing to do with each other: those of a lane one by one, the lanes at once."""

    lanes: tuple[Sequence[Check], ...]


def run(checks: Sequence[Check | Beside]) -> int:
    """Run all of them, whatever fails; print the sum last; the exit code."""
    total = _all(checks)
    if total.skipped:
        print(f"{total.skipped} skipped")
    print(total, flush=True)
    return 1 if total.failed else 0


def _all(checks: Sequence[Check | Beside]) -> Count:
    return sum((_lanes(one) if isinstance(one, Beside) else _run(one) for one in checks), Count())


def _lanes(beside: Beside) -> Count:
    with ThreadPoolExecutor(len(beside.lanes)) as threads:
        return sum(threads.map(_all, beside.lanes), Count())


def _run(check: Check) -> Count:
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report"
        code, output = _output(check, report)
        count = _count(check, report, code)
    seconds, ending = time.monotonic() - started, "failed" if count.failed else "ok"
    line = f"  {check.name:<28}{seconds:6.1f} s  {ending}" + (f"  ({count})" if check.reader else "")
    say(f"{line}\n{output}" if count.failed else line)
    return count


def _output(check: Check, report: Path) -> tuple[int, str]:
    """What the command ended with and said; one that cannot be started has failed."""
    try:
        return _run_alone(check, report)
    except OSError as error:
        return 1, str(error)


def _run_alone(check: Check, report: Path) -> tuple[int, str]:
    """Run the command in a group of its own, so that a check that hangs leaves nothing behind."""
    running = subprocess.Popen(
        [part.replace(REPORT, str(report)) for part in check.command],
        cwd=check.folder,
        env=child.variables(check.environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=child.dying_with_us(signal.SIGTERM),
    )
    try:
        output, _ = running.communicate(timeout=LONGEST)
    except subprocess.TimeoutExpired:
        return 1, f"{_last_words(running).decode(errors='replace')}\nstopped after {LONGEST} s"
    finally:
        child.kill_group(running)
    return running.returncode, output.decode(errors="replace")


def _last_words(running: subprocess.Popen[bytes]) -> bytes:
    """All that a check has said which takes too long; pytest names what has failed so far when it is interrupted."""
    running.send_signal(signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        return running.communicate(timeout=LAST_WORDS)[0]
    child.kill_group(running)
    return running.communicate()[0]


def _count(check: Check, report: Path, code: int) -> Count:
    """What the report says; a failure that the report does not know of is one more."""
    count = (
        check.reader(report) if check.reader and report.exists() else Count(passed=int(code == 0 and not check.reader))
    )
    if count.failed == 0 and (code != 0 or count.passed == 0):
        return count + Count(failed=1)
    return count


def junit(report: Path) -> Count:
    """The counts of pytest's --junit-xml."""
    count = Count()
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):  # noqa: S314 - written by our own tests
        number = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
        failed = number["failures"] + number["errors"]
        count += Count(number["tests"] - failed - number["skipped"], failed, number["skipped"])
    return count


def vitest(report: Path) -> Count:
    """The counts of vitest's JSON reporter."""
    said = json.loads(report.read_text())
    return Count(said["numPassedTests"], said["numFailedTests"], said.get("numPendingTests", 0))
