import json
from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chat.importing import places, replay
from chat.importing.files import CannotImport
from chat.importing.progress import Progress
from chat.models import Room


class Command(BaseCommand):
    help = "Post the messages of a room once more, live, into another room, with the pauses that people made."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("room", metavar="ROOM", help="the number, name or slug of an open room")
        parser.add_argument("--community", metavar="SLUG", help="where several have a room of this name")
        parser.add_argument("--speed", type=_positive, default=1.0, metavar="N", help="times faster than it was")
        parser.add_argument(
            "--from", type=int, default=1, dest="first", metavar="SEQ", help="place of the first message"
        )
        parser.add_argument("--limit", type=int, metavar="N", help="messages at the most")
        parser.add_argument("--into", default="", metavar="ROOM", help='a room of the community, else "NAME (replay)"')
        parser.add_argument(
            "--longest", type=_positive, default=60.0, metavar="SECONDS", help="the longest silence kept"
        )

    def handle(self, **options: Any) -> None:
        """Print what was posted, as one line of JSON; after Ctrl-C too."""
        try:
            room = _room(options["room"], options["community"])
            into = replay.stage(room, options["into"])
        except CannotImport as error:
            raise CommandError(str(error)) from None
        last = min(room.seq, options["first"] - 1 + (options["limit"] or room.seq))
        progress = Progress(last - options["first"] + 1)
        report = replay.replay(
            room, into, speed=options["speed"], first=options["first"], limit=options["limit"],
            longest=options["longest"],
            watch=lambda report: progress.show(report.last_seq - options["first"] + 1, f"{report.posted:,} posted"),
        )  # fmt: skip
        progress.end()
        self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False))


def _room(wanted: str, community: str | None) -> Room:
    rooms = Room.objects.filter(pk=int(wanted)) if wanted.isdecimal() else places.rooms(wanted)
    rooms = rooms.filter(community__slug=community) if community else rooms
    found = list(rooms.select_related("community")[:2])
    if not found:
        raise CommandError(f"There is no room {wanted!r}.")
    if len(found) > 1:
        raise CommandError(f"Several rooms are called {wanted!r}: say its number, or --community.")
    return found[0]


def _positive(text: str) -> float:
    number = float(text)
    if not 0 < number < float("inf"):
        raise ArgumentTypeError(f"{text} is not a number above 0.")
    return number
