import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chat.importing import files, loader, places
from community import clock


class Command(BaseCommand):
    help = "Import chat logs into a room. Run it again after an interruption: what is there stays, the rest is added."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("format", choices=["irc"])
        parser.add_argument("files", nargs="+", metavar="FILE", help="named YYYY-MM-DD..., the day on which it begins")
        parser.add_argument("--community", required=True, metavar="SLUG", help="made if it does not exist")
        parser.add_argument("--room", required=True, metavar="NAME", help="its name or slug; made if it does not exist")
        parser.add_argument("--date", type=files.parse_day, metavar="YYYY-MM-DD", help="instead of the files' names")
        parser.add_argument("--timezone", default="UTC", help="of the clock in the logs, such as Europe/Berlin")

    def handle(self, **options: Any) -> None:
        """Print what became of the lines, as one line of JSON."""
        if not clock.is_zone(options["timezone"]):
            raise CommandError(f"There is no time zone {options['timezone']!r}.")
        try:
            logs = files.logs(options["files"], options["date"])
            report = loader.load(places.room(options["community"], options["room"]), logs, options["timezone"])
        except files.CannotImport as error:
            raise CommandError(str(error)) from None
        except KeyboardInterrupt:
            self.stderr.write("\nStopped. The same command again adds the rest.")
            raise SystemExit(130) from None
        self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False))
