"""A small log, written for these tests, and real ones where somebody has put them."""

import os
from pathlib import Path

import pytest

from chat.importing import files, loader, places
from chat.models import Room

SHARED = Path(os.environ.get("OXBOW_SHARED") or Path(__file__).resolve().parents[3] / "shared")
REAL = SHARED / "data" / "ubuntu" / "train"

LAUNDRY = """\
=== suds [~suds@10.0.0.7] has joined #laundry
[21:58] <suds> is the big dryer still making that noise
[21:59] <@lint> only when it turns
[21:59]  * lint shrugs
=== lint is now known as lint|away
[22:40] <suds> lint: it turns most of the time

[23:58] <lint|away> put a sock in it
[23:59] <suds> _which_ sock
=== suds is now known as suds_
=== mode/#laundry [+o lint]  by ChanServ
[00:01] <suds_> done. it is a quiet sock
=== lint|away is now known as lint
[00:02] <lint> told you
=== suds_ [~suds@10.0.0.7] has left #laundry ["dry"]
lint writes this without a clock
"""
# Lines, messages, and what the others are.
LAUNDRY_LINES, LAUNDRY_MESSAGES = 16, 8
LAUNDRY_SKIPPED = {"empty": 1, "join": 1, "leave": 1, "malformed": 1, "rename": 3, "server": 1}


def written(folder: Path, text: str | bytes = LAUNDRY, name: str = "2021-03-06.txt") -> str:
    """The path of a log with this text."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def imported(paths: str | list[str], room: str = "Laundry", community: str = "house", **options) -> loader.Report:
    paths = [paths] if isinstance(paths, str) else paths
    return loader.load(places.room(community, room), files.logs(paths), **options)


def history(name: str = "Laundry") -> list[tuple]:
    """Everything in a room that can be seen, in order."""
    room = Room.objects.get(name=name)
    return list(room.messages.order_by("seq").values_list("seq", "author__name", "body", "created_at"))


def adds_up(report: loader.Report) -> bool:
    """No line is lost, and none counted twice."""
    return report.messages + sum(report.skipped.values()) == report.lines


def real_logs(count: int | None = None) -> list[str]:
    found = sorted(str(path) for path in REAL.glob("*.raw.txt"))[:count]
    if not found:
        pytest.skip("No real IRC logs here: name the folder that holds data/ubuntu/train in OXBOW_SHARED.")
    return found
