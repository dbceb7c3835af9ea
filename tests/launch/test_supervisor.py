"""The supervisor, on small scripts that behave badly."""

import os
import pty
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.launch import started
from tests.launch.started import Started, left_of, until

SUPERVISE = """
import sys
from community.launch.child import Process
from community.launch.progress import Terminal
from community.launch.refusal import Refusal
from community.launch.supervisor import Patience, Supervisor
children = [Process(f"child{i}", [sys.executable, "-uc", code], grace=1) for i, code in enumerate(sys.argv[1:])]
try:
    patience = Patience(first_wait=0.05, longest_wait=0.1)
    Supervisor(children, patience=patience, finished=Terminal().is_gone).run()
except Refusal as refusal:
    sys.exit(str(refusal))
"""
MAKE = """
import signal, subprocess, sys
signal.signal(signal.SIGHUP, lambda *_: None)
subprocess.run([sys.executable, "-c", *sys.argv[1:]])
"""
CALM = "import time; print('here', flush=True); time.sleep(600)"
PARENT = "import subprocess, sys; print('here'); subprocess.run([sys.executable, '-c', 'import time; time.sleep(600)'])"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('here'); time.sleep(600)"
SHORT = "import time; print('here'); time.sleep(0.1)"
CRASH = "print('here'); raise SystemExit(7)"


def supervise(data: Path, *children: str) -> Started:
    data.mkdir()
    return Started([sys.executable, "-c", SUPERVISE, *children], data)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_signal_leaves_no_process(data: Path, number: signal.Signals) -> None:
    supervisor = supervise(data, CALM, PARENT)
    supervisor.wait_for("here", times=2)
    assert supervisor.signal(number) == 0
    assert left_of(data) == []


def test_a_child_that_ignores_the_stop_signal_is_killed_after_its_grace(data: Path) -> None:
    supervisor = supervise(data, STUBBORN)
    supervisor.wait_for("here")
    asked = time.monotonic()
    assert supervisor.signal(signal.SIGTERM) == 0
    assert 1 <= time.monotonic() - asked < 5
    assert left_of(data) == []


def test_children_do_not_outlive_a_supervisor_that_was_killed(data: Path) -> None:
    supervisor = supervise(data, CALM, CALM)
    supervisor.wait_for("here", times=2)
    supervisor.signal(signal.SIGKILL)
    until(lambda: not left_of(data), seconds=5)
    assert left_of(data) == []


def test_a_child_that_dies_is_started_again(data: Path) -> None:
    supervisor = supervise(data, SHORT, CALM)
    supervisor.wait_for("child0 | here", times=3)
    assert supervisor.said.count("child1 | here") == 1
    supervisor.signal(signal.SIGINT)


def test_what_a_dead_child_started_dies_before_it_starts_again(data: Path) -> None:
    supervisor = supervise(data, PARENT)
    supervisor.wait_for("here")
    child = next(process for process in left_of(data) if "subprocess.run" in process and SUPERVISE[:20] not in process)
    os.kill(int(child.split()[0]), signal.SIGKILL)
    supervisor.wait_for("here", times=2)
    until(lambda: len(left_of(data)) == 3)
    assert len(left_of(data)) == 3  # the supervisor, the child, its child
    supervisor.signal(signal.SIGINT)


def test_a_child_that_keeps_dying_ends_everything_in_one_sentence(data: Path) -> None:
    supervisor = supervise(data, CALM, CRASH)
    assert supervisor.process.wait(started.PATIENCE) == 1
    assert "child1 ended 5 times in a row soon after its start (exit code 7)" in supervisor.said
    assert "Traceback" not in supervisor.said
    assert left_of(data) == []


def in_a_terminal(data: Path, *command: str) -> tuple[int, int]:
    """Start a command as the first program of a terminal; its process and the terminal."""
    data.mkdir()
    child, terminal = pty.fork()
    if child == 0:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whatever these tests were started from, such as nohup
        os.execve(sys.executable, [sys.executable, "-c", *command], started.variables(data))
    return child, terminal


def test_a_closed_terminal_leaves_no_process(data: Path) -> None:
    child, terminal = in_a_terminal(data, SUPERVISE, CALM)
    until(lambda: len(left_of(data)) == 2)
    os.close(terminal)
    os.waitpid(child, 0)
    assert left_of(data) == []


def test_a_closed_terminal_leaves_no_process_even_if_make_keeps_the_signal(data: Path) -> None:
    child, terminal = in_a_terminal(data, MAKE, SUPERVISE, CALM)
    until(lambda: len(left_of(data)) == 3)
    os.close(terminal)
    os.waitpid(child, 0)
    assert left_of(data) == []
