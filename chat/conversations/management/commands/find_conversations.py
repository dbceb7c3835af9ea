from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chat.conversations.engine import Line, Link, Listener, link, logs

_ENDINGS = (".ascii.txt", ".raw.txt", ".txt")


class Command(BaseCommand):
    help = "Print what each line of IRC logs answers, as NAME:PARENT LINE -, counted from 0."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="a log: NAME.ascii.txt or NAME.raw.txt")
        parser.add_argument("--online", action="store_true", help="look at nothing later than each line")
        parser.add_argument("--ignore-names", action="store_true", help="take no notice of names in the text")
        parser.add_argument("--from", type=_count, default=1000, dest="first", metavar="N", help="first line printed")

    def handle(self, **options: Any) -> None:
        """Every file is a room of its own."""
        for path in map(Path, options["files"]):
            try:
                lines = logs.read(path.read_bytes())
            except OSError as error:
                raise CommandError(f"Cannot read {path}: {error.strerror}.") from None
            self._show(_name(path), _links(lines, options))

    def _show(self, name: str, found: list[Link]) -> None:
        if found:
            self.stdout.write("\n".join(f"{name}:{one.parent} {one.key} -" for one in found))


def _links(lines: list[Line], options: dict[str, Any]) -> list[Link]:
    with_names, first = not options["ignore_names"], options["first"]
    if not options["online"]:
        return link(lines, with_names=with_names, since=first)
    listener = Listener(with_names=with_names)
    return [listener.hear(line) for line in lines][first:]


def _name(path: Path) -> str:
    ending = next((ending for ending in _ENDINGS if path.name.endswith(ending)), "")
    return path.name.removesuffix(ending)


def _count(text: str) -> int:
    if not text.isdecimal():
        raise ArgumentTypeError(f"{text} is not a number of a line.")
    return int(text)
