"""Keeps a list of processes running, and stops all of them together."""

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from community.launch import child
from community.launch.child import Process
from community.launch.progress import say
from community.launch.refusal import Refusal

TICK = 0.2  # seconds between two looks at the children
ONCE = 1.0  # seconds within which signals count as one: make passes on what its whole group has got already
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class Patience:
    """How often a process may die before we give up."""

    quick: float = 10.0  # seconds; who lived shorter died quickly
    deaths: int = 5  # quick ones in a row
    first_wait: float = 0.5  # seconds before the first restart, doubled each time
    longest_wait: float = 8.0


class Kept:
    """One process of the list and its history."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.running: subprocess.Popen[bytes] | None = None
        self.started = 0.0
        self.quick_deaths = 0
        self.restart_at = 0.0

    def start(self) -> None:
        """Start it now."""
        self.running = child.start(self.process)
        self.started = time.monotonic()

    def died(self) -> bool:
        """Whether it ended by itself since the last look."""
        return self.running is not None and self.running.poll() is not None

    def bury(self, patience: Patience) -> str:
        """Note the death, set the time of the restart, and say what happened."""
        assert self.running is not None
        child.kill_group(self.running)
        code, self.running = self.running.returncode, None
        quick = time.monotonic() - self.started < patience.quick
        self.quick_deaths = self.quick_deaths + 1 if quick else 1
        if self.quick_deaths >= patience.deaths:
            raise Refusal(
                f"{self.process.name} ended {self.quick_deaths} times in a row soon after its start "
                f"({_ending(code)}), so Oxbow stops; its last words are above or in its log."
            )
        wait = min(patience.first_wait * 2 ** (self.quick_deaths - 1), patience.longest_wait)
        self.restart_at = time.monotonic() + wait
        return f"{self.process.name} ended ({_ending(code)}) and starts again in {wait:.1f} s."


class Supervisor:
    """Runs processes until a signal, until `finished` says so, or until one cannot be kept alive."""

    def __init__(
        self,
        processes: Sequence[Process],
        *,
        patience: Patience | None = None,
        watch: Callable[[], None] = lambda: None,
        finished: Callable[[], bool] = lambda: False,
    ) -> None:
        self.kept = [Kept(process) for process in processes]
        self.patience = patience or Patience()
        self.watch = watch
        self.finished = finished
        self.told_at: float | None = None  # when a signal told us to stop
        self._output = selectors.DefaultSelector()

    def run(self) -> None:
        """Start all, keep them alive, and leave no process when this returns or raises."""
        with self._listening():
            try:
                while self.told_at is None and not self.finished():
                    self._start_those_due()
                    self._read_output(TICK)
                    self._bury_the_dead()
                    self.watch()
            finally:
                self._stop_all()

    def _start_those_due(self) -> None:
        for kept in self.kept:
            if kept.running is None and time.monotonic() >= kept.restart_at:
                kept.start()
                self._follow(kept)

    def _follow(self, kept: Kept) -> None:
        assert kept.running is not None
        if kept.running.stdout:
            os.set_blocking(kept.running.stdout.fileno(), False)
            self._output.register(kept.running.stdout, selectors.EVENT_READ, Prefixed(kept.process.name))

    def _read_output(self, seconds: float) -> None:
        """Pass on what the children print; this is also the pause of the loop."""
        if not self._output.get_map():
            time.sleep(seconds)
        for key, _ in self._output.select(seconds):
            stream: IO[bytes] = key.fileobj  # type: ignore[assignment]
            if not key.data.pass_on(stream):
                self._output.unregister(stream)
                stream.close()

    def _bury_the_dead(self) -> None:
        for kept in self.kept:
            if kept.died() and self.told_at is None:
                self._read_output(0)
                say(kept.bury(self.patience))

    def _stop_all(self) -> None:
        child.stop_all([(kept.process, kept.running) for kept in self.kept if kept.running])
        for key in list(self._output.get_map().values()):
            self._output.unregister(key.fileobj)
        self._output.close()

    @contextmanager
    def _listening(self) -> Iterator[None]:
        """Hear the stop signals; one that is repeated after a while kills the children without grace."""
        heard = [number for number in STOP_SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]  # nohup
        before = {number: signal.signal(number, self._on_signal) for number in heard}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _on_signal(self, number: int, frame: object) -> None:
        now = time.monotonic()
        if self.told_at is None:
            self.told_at = now
        elif now - self.told_at > ONCE:
            for kept in self.kept:
                if kept.running and kept.running.poll() is None:
                    os.killpg(kept.running.pid, signal.SIGKILL)


class Prefixed:
    """Puts a process's name before each line that it prints."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rest = b""

    def pass_on(self, stream: IO[bytes]) -> bool:
        """Print the whole lines that are there; False at the end of the stream."""
        data = stream.read(65536)
        if data is None:
            return True
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines if data else [self.rest]:
            if line.strip():
                say(f"{self.name:>8} | {line.decode(errors='replace').rstrip()}")
        return bool(data)


def _ending(code: int) -> str:
    """How a process ended, in words."""
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
