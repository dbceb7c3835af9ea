"""`python -m tests.bench web`: one line of JSON of what a phone feels, the median of `--reps` runs of each measure.

The server is daphne with its worker, PostgreSQL and Redis on core 0, the web app as it was built; the browser has all
cores.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

from community.launch import node
from community.launch.webapp import FRONTEND
from tests.bench.stream.machine import SERVER_CORE, on_core
from tests.bench.systems import databases, serving

REPS = 5
TOY = {"said": 60, "hours": 0.2, "sent": 2}
FULL = {"said": 5000, "hours": 8, "sent": 20}
LOST = ("lossy_lost", "lossy_doubled")  # of all runs, not of the median one
Figures = dict[str, float]


def main(arguments: list[str]) -> None:
    wanted = _options().parse_args(arguments)
    with databases() as addresses, ExitStack() as stack:
        from tests import live
        from tests.bench.web import line, phone, stage

        size = TOY if wanted.toy else FULL
        found = stage.filled(size["said"])
        stack.enter_context(on_core(SERVER_CORE))
        stack.enter_context(live.worker())
        port = stack.enter_context(serving("oxbow", addresses["oxbow"])).port
        browser, way = stack.enter_context(phone.browsing()), stack.enter_context(line.opened(port))
        runs = []
        for name, measure in _measures(size).items():
            if not wanted.only or name in wanted.only.split(","):
                runs += [_once(name, measure, browser, found, way) for _ in range(wanted.reps)]
        print(json.dumps({"bench": "web"} | _built() | _summed(runs)), flush=True)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench web", description=__doc__)
    parser.add_argument("--only", default="", help="these measures alone, with commas between")
    parser.add_argument("--reps", type=int, default=REPS, help="of each, whose medians are told")
    parser.add_argument("--toy", action="store_true", help="rooms, talk and posts of toy size: whether it works at all")
    return parser


def _measures(size: dict) -> dict[str, Callable[..., Figures]]:
    from tests.bench.web import growth, loads, lossy, smooth

    return {
        "empty": loads.empty, "cold": loads.cold, "warm": loads.warm, "switch": loads.switch, "still": smooth.still,
        "typing": smooth.typing, "desktop": smooth.typing, "scroll": smooth.scroll,
        "replay": partial(growth.replay, hours=size["hours"]), "lossy": partial(lossy.lossy, sent=size["sent"]),
    }  # fmt: skip


def _once(name: str, measure: Callable[..., Figures], browser, found, way) -> Figures:
    from tests.bench.web.phone import phone

    with phone(browser, found, way, desktop=name == "desktop") as held:
        figures = measure(held, found)
    print(name, json.dumps(figures), file=sys.stderr, flush=True)
    return figures


def _built() -> Figures:
    """What the check of the build counts, by the names of its parts."""
    command = ["node", "scripts/check-build.mjs"]
    told = subprocess.run(command, cwd=FRONTEND, env=node.environment(), stdout=subprocess.PIPE, text=True)
    return {"built_first_load_kb": json.loads(told.stdout)["first_load_kb"]}


def _summed(runs: list[Figures]) -> Figures:
    from tests.bench.web import reckoning

    told = {name: round(value, 2) for name, value in reckoning.medians(runs).items()}
    return told | {name: sum(run[name] for run in runs if name in run) for name in LOST if name in told}
