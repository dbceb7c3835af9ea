import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chat.conversations.engine import Link, Listener, Model, link
from chat.conversations.engine.model import WEIGHTS, load, save
from chat.conversations.engine.training import corpus, rounds
from chat.conversations.engine.training.measures import measure


class Command(BaseCommand):
    help = "Learn the conversation model from labelled logs. The same logs give the same model."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--data", type=Path, required=True, help="the folder with ubuntu/train and ubuntu/dev")
        parser.add_argument("--out", type=Path, default=WEIGHTS, help="where the weights go")
        parser.add_argument("--slices", type=int, metavar="N", help="learn from every Nth log only, to try something")
        parser.add_argument("--only-measure", action="store_true", help="measure the model that is there")

    def handle(self, **options: Any) -> None:
        """Print time and figures as one line of JSON."""
        began = time.monotonic()
        ubuntu = options["data"] / "ubuntu"
        try:
            learned, checked = corpus.read(ubuntu / "train")[:: options["slices"]], corpus.read(ubuntu / "dev")
        except OSError as error:
            raise CommandError(str(error)) from None
        if not options["only_measure"]:
            save(
                rounds.train(learned, tell=lambda step: self.stderr.write(f"{_passed(began):6.0f} s  {step}")),
                options["out"],
            )
        seconds = _passed(began)
        report = {"slices": len(learned), "seconds": round(seconds), "bytes": _weight(options["out"])}
        self.stdout.write(json.dumps(report | _figures(checked, load(options["out"]))))


def _figures(slices: list[corpus.Slice], model: Model) -> dict[str, dict[str, float]]:
    """How good the model is in each way to use it."""
    ways = {
        "default": lambda one: link(one.lines, model),
        "online": lambda one: _online(one, model),
        "ignore_names": lambda one: link(one.lines, model, with_names=False),
        "pointers": lambda one: link(corpus.pointed(one, 30), model),
    }
    found = {way: measure(slices, {one.name: judge(one) for one in slices}) for way, judge in ways.items()}
    return {way: {name: round(value, 2) for name, value in figures.items()} for way, figures in found.items()}


def _online(one: corpus.Slice, model: Model) -> list[Link]:
    listener = Listener(model)
    return [listener.hear(line) for line in one.lines]


def _passed(began: float) -> float:
    return time.monotonic() - began


def _weight(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())
