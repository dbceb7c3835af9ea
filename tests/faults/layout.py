"""Which processes a site has: those of `make run`, or those that containers are."""

import json
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from community.launch import site
from community.launch.child import Process
from community.launch.environment import REPOSITORY
from tests.deploy import files
from tests.deploy.behind import listening, nginx_command, write_configuration
from tests.live import free_port

OPEN = 8192  # connections that nginx may have: a storm's sockets, once to either side
UNLIMITED = ("NGINX_REQUESTS_PER_SECOND", "NGINX_REQUESTS_BURST", "NGINX_SOCKETS_PER_SECOND", "NGINX_SOCKETS_BURST")
UNLIMITED += ("NGINX_SOCKETS_PER_ADDRESS",)  # here everybody comes from one address
NGINX = "nginx: master process"


@dataclass(frozen=True)
class Layout:
    """The ports of a site's servers.

    Attributes:
        ws: of the daphnes.
        web: of gunicorn; none without a front.
        front: of nginx; none where clients come to the daphnes themselves.
    """

    ws: list[int]
    web: int | None = None
    front: int | None = None

    @classmethod
    def bare(cls, servers: int) -> "Layout":
        """What `make run` starts, with so many daphnes, which answer HTTP as well."""
        return cls([free_port() for _ in range(servers)])

    @classmethod
    def deployed(cls, servers: int) -> "Layout":
        """What containers run: nginx before gunicorn and so many daphnes, and two workers."""
        return cls([free_port() for _ in range(servers)], free_port(), free_port())

    @classmethod
    def read(cls, text: str) -> "Layout":
        return cls(**json.loads(text))

    def __str__(self) -> str:
        return json.dumps(asdict(self))

    @property
    def doors(self) -> list[int]:
        """To which clients come."""
        return [self.front] if self.front else self.ws

    @property
    def servers(self) -> dict[str, int]:
        """The port of each web server, by the mark of its process."""
        gunicorn = {_bound_to(self.web): self.web} if self.web else {}
        return {str(port): port for port in self.ws} | gunicorn

    @property
    def workers(self) -> list[str]:
        """The marks of the workers."""
        return [f"worker-{number}@faults" for number in range(2 if self.front else 1)]

    @property
    def gunicorn(self) -> str:
        assert self.web, "There is no gunicorn here."
        return _bound_to(self.web)


def _bound_to(port: int) -> str:
    return f"--bind=127.0.0.1:{port}"


def processes(layout: Layout, data: Path) -> list[Process]:
    """The site's own processes, on a clock that can jump; and nginx, if there is one."""
    usual = {process.name: process for process in site.processes(0, data)}
    found = [replace(_daphne(port, data), name=f"web-{port}") for port in layout.ws]
    found += [_worker(usual["worker"], name) for name in layout.workers]
    found += [usual["beat"], *([_gunicorn(layout.web)] if layout.web else [])]
    jumping = [replace(process, command=_jumping(process)) for process in found]
    return [*jumping, *([_nginx(layout, data)] if layout.front else [])]


def _daphne(port: int, data: Path) -> Process:
    return next(process for process in site.processes(port, data) if process.name == "web")


def _gunicorn(port: int) -> Process:
    command = listening(files.default_command(), "bind", f"127.0.0.1:{port}")
    return Process("gunicorn", [sys.executable, "-m", *command], folder=REPOSITORY, grace=30)


def _worker(usual: Process, name: str) -> Process:
    return replace(usual, name=name.partition("@")[0], command=[*usual.command, "--hostname", name])


def _nginx(layout: Layout, data: Path) -> Process:
    configuration = write_configuration(
        data / "nginx",
        connections=OPEN,
        NGINX_PORT=str(layout.front),
        NGINX_FILES=str(data / "nginx"),
        NGINX_WEB_SERVERS=f"server 127.0.0.1:{layout.web} max_fails=0;",
        NGINX_WS_SERVERS=" ".join(f"server 127.0.0.1:{port} max_fails=0;" for port in layout.ws),
        NGINX_ACCESS_LOG="/dev/null",
        **dict.fromkeys(UNLIMITED, "50000"),
    )
    return Process("nginx", nginx_command(configuration, "-g", "daemon off;"), log=data / "log" / "nginx.log")


def _jumping(process: Process) -> list[str]:
    loud = {"WARNING": "INFO"} if process.name == "beat" else {}  # it says what it sends
    command = [loud.get(part, part) for part in process.command]
    module = command.index("-m") + 1
    return [*command[:module], "tests.faults.jumping", *command[module:]]
