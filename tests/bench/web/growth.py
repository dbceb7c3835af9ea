"""What an open room holds on to: eight hours of talk, told fast."""

from tests.bench.web import reckoning
from tests.bench.web.line import CALM
from tests.bench.web.phone import Phone
from tests.bench.web.smooth import crowd
from tests.bench.web.stage import Stage

HOURS = 8
AN_HOUR = 360  # messages, at the pace of the talk that is told: sixty in ten minutes
AT_MOST = 10_000  # messages a second: as fast as it goes
QUARTERS = 4


def replay(phone: Phone, stage: Stage, hours: float = HOURS) -> dict[str, float]:
    """The heap after each quarter, once all garbage is gone.

    The growth is that from the first quarter, by which the room holds as many rows as it ever does, to the last.
    """
    page = phone.tab(stage.newest["replay"], CALM)
    phone.opened(stage.path("replay"))
    room, points = stage.rooms["replay"], []
    for quarter in range(1, QUARTERS + 1):
        with crowd(stage, "replay", round(hours * AN_HOUR / QUARTERS), AT_MOST) as talking:
            talking.wait()
        newest = room.messages.latest("seq").pk
        page.locator(f'[data-testid="message"][data-id="{newest}"]').wait_for()
        points.append((hours * quarter / QUARTERS, *_held(phone)))
    return _figures(points)


def _held(phone: Phone) -> tuple[float, int, int]:
    """Megabytes of the heap, nodes of the page, and listeners, without garbage."""
    for _ in range(2):  # what the first round lets go of may hold more
        phone.page.wait_for_timeout(500)
        phone.told("HeapProfiler.collectGarbage")
    counted = phone.told("Memory.getDOMCounters")
    return phone.told("Runtime.getHeapUsage")["usedSize"] / 1e6, counted["nodes"], counted["jsEventListeners"]


def _figures(points: list[tuple[float, float, int, int]]) -> dict[str, float]:
    first, last = points[0], points[-1]
    return {
        "replay_growth_mb": last[1] - first[1],
        "replay_mb_an_hour": reckoning.slope([(hours, heap) for hours, heap, _, _ in points]),
        "replay_heap_mb": last[1],
        "replay_growth_nodes": last[2] - first[2],
        "replay_growth_listeners": last[3] - first[3],
    }
