"""The commands that a socket understands. Each layer registers its own in `apps.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from community.errors import InvalidInput
from community.shapes import Shape


@dataclass(frozen=True)
class Command:
    """One word of the socket's language.

    Attributes:
        shape: what its frame must look like, besides `id` and `do`.
        verb: what it does; the shape that it returns, if any, is the `ok` of the answer.
        on_socket: False: a plain function, called in a thread with the user and the parsed frame. True: a coroutine
            function, called with the connection itself; only for what concerns the connection alone.
        together: the verb takes a list of pairs of user and parsed frame, those that came while it was busy, and gives
            for each the answer or the exception.
    """

    shape: type[Shape]
    verb: Callable[..., Any]
    on_socket: bool = False
    together: bool = False


COMMANDS: dict[str, Command] = {}


def register(
    name: str, shape: type[Shape], verb: Callable[..., Any], *, on_socket: bool = False, together: bool = False
) -> None:
    COMMANDS[name] = Command(shape, verb, on_socket, together)


def find(name: object) -> Command:
    command = COMMANDS.get(name) if isinstance(name, str) else None
    if command is None:
        raise InvalidInput("command.unknown", "There is no such command.", do=ascii(name)[:40])
    return command
