"""`make faults`: a site under steady load, everything that can go wrong, and a reckoning. Prints one JSON summary."""

import argparse
import asyncio
import json
import os
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from community.launch import environment, services
from community.launch.locks import Lock
from tests.faults import audit, faults
from tests.faults.client import Client
from tests.faults.database import Truth
from tests.faults.disk import FLOOR, Disk
from tests.faults.faults import FAULTS, Scene
from tests.faults.fleet import Fleet
from tests.faults.layout import Layout
from tests.faults.proxy import Proxy
from tests.faults.servers import Servers
from tests.faults.site import Site
from tests.faults.stage import Stage, prepare

BEAT = 5  # seconds
GENEROUS = {"REQUESTS_PER_MINUTE": "100000", "ANONYMOUS_REQUESTS_PER_MINUTE": "100000"}  # a storm is one person's tabs
VARIABLES = {"BEAT_SECONDS": str(BEAT), "REDIS_PREFIX": "faults", "DJANGO_SETTINGS_MODULE": "community.settings"}
BEHIND = {"BEHIND_PROXY": "1"}
FILES = 16_384  # open at once: sockets, and the proxy's on either side of them
RECOVERY = 180  # seconds after which a fault counts as never recovered from
SEARCH = 15  # seconds for the worker to read on
THE_CLOCK = 480  # seconds in which the clock has asked for what was lost on the way
LATER = ("mentions_untold", "search_lags")  # none, once the clock has
JOBS = 30  # seconds that we wait after each fault for the worker, which may have much to do
BETWEEN = 1  # seconds of calm between two faults
NEEDS_A_DISK = {"the disk is full under uploads"}  # of its own, which only an administrator of the machine may mount
SHORT = (
    "kill a web server",
    "kill redis",
    "restart postgres",
    "sockets are reset and requests doubled",
    "restart the web servers in turn",
)


@dataclass(frozen=True)
class Form:
    """How large, and what goes wrong."""

    people: int
    rooms: int
    rate: float
    least: float  # posts a second that must have been written
    long: bool
    minutes: float
    names: tuple[str, ...]


def main() -> int:
    arguments = _arguments()
    seed = arguments.seed if arguments.seed is not None else random.SystemRandom().randrange(10**6)
    summary = run(_form(arguments), seed, arguments.tables)
    print(json.dumps(summary, indent=1), flush=True)
    return 0 if summary["passed"] else 1


def run(form: Form, seed: int, tables: Path | None = None) -> dict[str, Any]:
    """Start everything, let it happen, stop everything; the summary."""
    _allow_files()
    data = environment.data_dir() / "faults"
    services.make_folders(data)
    with Lock(data / "locks" / "faults"):
        servers, disk = Servers(data), Disk(data / "files")
        try:
            os.environ |= GENEROUS | VARIABLES | (BEHIND if form.long else {}) | ({FLOOR: "0"} if disk.is_there else {})
            stage = prepare(form.people, form.rooms, tables)
            site = Site(Layout.deployed(2) if form.long else Layout.bare(2))
            try:
                return asyncio.run(_happen(form, seed, servers, disk, site, stage))
            finally:
                site.stop()
        finally:
            servers.stop()
            disk.remove()


async def _happen(form: Form, seed: int, servers: Servers, disk: Disk, site: Site, stage: Stage) -> dict[str, Any]:
    chance = random.Random(seed)
    truth = Truth(os.environ["DATABASE_URL"])
    truth.keep_a_ledger()
    proxy = Proxy(site.layout.doors, chance)
    await proxy.start()
    fleet = Fleet(stage, proxy.port, form.rate, BEAT, chance)
    scene = Scene(servers, site, proxy, fleet, truth, disk, chance, form.long)
    await fleet.start()
    try:
        begun = time.monotonic()
        assert await fleet.is_well(begun, RECOVERY), "The fleet did not come up."
        possible = [name for name in form.names if disk.is_there or name not in NEEDS_A_DISK]
        happened = [await _one(scene, name) for name in _names(possible, form.minutes, chance)]
        left_out = sorted({*form.names} - {*possible})
        sizes = _sizes(form, begun, len(fleet.drafts)) | ({"not_possible_here": left_out} if left_out else {})
        return _judged({"seed": seed, **sizes, "faults": happened, **await _reckoning(scene)}, form)
    finally:
        await fleet.stop()
        await proxy.stop()


def _judged(summary: dict[str, Any], form: Form) -> dict[str, Any]:
    """The same with the verdict."""
    happened = summary["faults"]
    recovered = all(one["recovered_s"] is not None for one in happened)
    whole = not any("hung" in one or "failed" in one for one in happened)
    must_be_none = (*audit.KINDS, *(LATER if form.long else ()))
    right = not any(summary[kind] for kind in must_be_none) and summary["posts_per_s"] >= form.least
    return summary | {"passed": recovered and whole and right and summary["settled"] and summary["worker_works"]}


def _names(possible: list[str], minutes: float, chance: random.Random) -> Iterator[str]:
    """Each by itself once; then for so long all of them in random order, and in another one."""
    yield from possible
    begun = time.monotonic()
    while True:
        for name in chance.sample(possible, len(possible)):
            if time.monotonic() - begun >= minutes * 60:
                return
            yield name


async def _one(scene: Scene, name: str) -> dict[str, Any]:
    """Let one fault happen, with somebody removed and somebody back meanwhile; how long until all was well."""
    scene.notes = {}
    before, began = scene.fleet.counts(), time.monotonic()
    changing = asyncio.create_task(scene.fleet.change_seats())
    try:
        await FAULTS[name](scene)
    except AssertionError as error:
        scene.notes["failed"] = str(error)
    over, last = time.monotonic(), await asyncio.to_thread(scene.truth.last_message)
    await changing
    well, works = await asyncio.gather(scene.fleet.is_well(over, RECOVERY), _jobs_are_done(scene, last, JOBS))
    await asyncio.sleep(BETWEEN)
    happened = {
        "fault": name,
        "lasted_s": round(over - began, 1),
        "recovered_s": well and round(well - over, 1),
        "jobs_done_s": works and round(works - over, 1),
        **scene.notes,
        **{kind: n for kind, n in (scene.fleet.counts() - before).items() if kind != "events"},
    }
    print(json.dumps(happened), file=sys.stderr, flush=True)
    return happened


async def _jobs_are_done(scene: Scene, last: int, patience: float) -> float | None:
    """Wait until something that was said after that message is in somebody's inbox; the moment, or None."""
    told = await faults.until(lambda: scene.truth.told_after(last), patience)
    return time.monotonic() if told else None


async def _reckoning(scene: Scene) -> dict[str, Any]:
    """Let everybody finish, and hold what they have against the database."""
    fleet = scene.fleet
    last = await asyncio.to_thread(scene.truth.last_message)
    works = await _jobs_are_done(scene, last, JOBS)
    await fleet.hush(RECOVERY)
    settled = await fleet.settle(RECOVERY)
    works = works or await _jobs_are_done(scene, last, RECOVERY)  # nothing new comes: it can work off what waits
    told = {client.person.member: await _mine(client) for client in fleet.present}
    truth = scene.truth
    stored, found = truth.messages(), audit.Finding()
    audit.drafts(found, fleet.drafts, stored)
    audit.acts(found, fleet.clients, stored)
    audit.order(found, fleet.drafts, stored)
    audit.mirrors(found, fleet.present, stored)
    audit.deliveries(found, fleet.clients, truth.ledger())
    audit.removed(found, fleet.clients, truth.last_numbers())
    audit.unread(found, fleet.present, told, truth.last_places())
    await faults.until(lambda: not any(_late(truth).values()), THE_CLOCK if scene.long else SEARCH)
    audit.search(found, truth.misfound())
    return {"settled": settled, "worker_works": works is not None} | _told(scene, found, stored)


async def _mine(client: Client) -> dict[str, int]:
    return (await client.ask("GET", f"rooms/{client.person.room}/"))["mine"]


def _late(truth: Truth) -> dict[str, int]:
    return dict(zip(LATER, (truth.untold(), truth.search_lags()), strict=True))


def _told(scene: Scene, found: audit.Finding, stored: list[audit.Stored]) -> dict[str, Any]:
    fleet, written = scene.fleet, scene.fleet.drafts
    acts = [act for client in fleet.clients for act in client.acts]
    stays = [stay for client in fleet.clients for stay in client.stays]
    wrong = {kind: found.counts[kind] for kind in audit.KINDS}
    return {
        "written": len(written),
        "acknowledged": sum(bool(draft.answers) for draft in written),
        "refused": sum(bool(draft.refusal) for draft in written),
        "stored": len(stored),
        "changes_acknowledged": Counter(type(act).__name__.lower() for act in acts if act.is_granted),
        "changes_refused": sum(bool(act.refusal) for act in acts),
        "seen": sum(len(client.mirror.messages) for client in fleet.present),
        "deliveries": sum(sum(stay.told.values()) for stay in stays),
        "removed_members": fleet.removals,
        "returned_members": fleet.returns,
        **wrong,
        **_late(scene.truth),
        "tracebacks": scene.site.tracebacks(),
        "requests_doubled": scene.proxy.doubled,
        **fleet.counts(),
        "examples": found.examples,
    }


def _sizes(form: Form, begun: float, written: int) -> dict[str, Any]:
    seconds = time.monotonic() - begun
    sizes = {"sockets": form.people, "rooms": form.rooms, "posts_per_s": round(written / seconds, 1)}
    return sizes | {"seconds": round(seconds)}


def _form(arguments: argparse.Namespace) -> Form:
    names = tuple(arguments.only or (SHORT if arguments.short else [name for name in FAULTS if name not in _ONCE]))
    if arguments.short:
        return Form(20, 4, 20, 0, False, 0, names)
    return Form(200, 20, 55, 50, True, arguments.minutes, names)


_ONCE = {"sockets are reset and requests doubled"}  # two of the others at once, for the short form


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a small fleet and five faults, as in `make test`")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--tables", type=Path, help="SQL that makes the tables, in place of the migrations")
    parser.add_argument("--only", nargs="+", choices=faults.FAULTS, metavar="FAULT")
    return parser.parse_args()


def _allow_files() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


if __name__ == "__main__":
    sys.exit(main())
