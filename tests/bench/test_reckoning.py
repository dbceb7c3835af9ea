"""The bench counts right: a wrong figure is worse than none."""

import asyncio
import json
from collections import Counter

import pytest

from tests.bench.stream import command, growth, jobs, million, table
from tests.bench.stream.ledger import Ledger
from tests.bench.stream.tongues import BEAT, FOLLOW, Oxbow, body


@pytest.fixture
def tongue():
    return Oxbow(["sessionid=ada"], [5])


@pytest.fixture
def ledger():
    return Ledger()


def frame(*objects):
    return json.dumps(objects[0] if len(objects) == 1 else objects, separators=(",", ":")).encode()


def event(*numbers):
    return {"on": "room.changed", "room": 5, "messages": [{"body": body(number)} for number in numbers]}


def answer(number):
    return {"re": number, "ok": {"message": {"body": body(number)}}}


def test_a_post_is_seen_when_an_event_brings_it_and_not_when_its_answer_does(tongue):
    heard = tongue.read(frame(answer(2001)))
    assert (heard.seen, heard.answered) == ((), (2001,))


def test_all_that_an_array_holds_is_heard(tongue):
    heard = tongue.read(frame(event(2001, 2002), answer(2003), event(2003), {"on": "beat", "n": 7, "numbers": {}}))
    assert (heard.seen, heard.answered, heard.beat) == ((2001, 2002, 2003), (2003,), 7)


def test_a_refusal_is_no_answer(tongue):
    heard = tongue.read(frame({"re": 2001, "error": {"code": "rate.limited", "data": {}}}))
    assert not heard.answered
    number, words = heard.refused[0]
    assert number == 2001
    assert b"rate.limited" in words


def test_a_refused_post_is_not_waited_for_and_its_maker_goes_on(ledger):
    told = []
    ledger.when_acknowledged = told.append
    number = ledger.post(0, 2)
    ledger.refuse(number)
    assert ledger.is_settled()
    assert told == [number]


def test_following_tells_where_the_room_stands(tongue):
    heard = tongue.read(frame({"re": FOLLOW, "ok": {"numbers": {"room.5": 812}, "refused": []}}))
    assert (heard.answered, heard.rev) == ((FOLLOW,), 812)


def test_what_the_web_app_follows_is_followed_beside_the_rooms():
    tongue = Oxbow(["sessionid=ada", "sessionid=ben"], [5, 7], [["member.1"], ["member.2"]], ["/api/v1/rooms/"])
    said = json.loads(tongue.follow(1, [0, 1], 9))
    assert (said["topics"], said["since"]) == (["room.5", "room.7", "member.2"], {"room.5": 9})
    heard = tongue.read(frame({"re": FOLLOW, "ok": {"numbers": {"room.7": 0, "room.5": 12}, "refused": []}}))
    assert heard.rev == 12
    assert tongue.beside(1) == ["/api/v1/rooms/"]


def test_what_is_said_to_the_server_is_json_with_120_bytes_of_body(tongue):
    said = json.loads(tongue.post(0, 2001))
    assert (said["id"], said["room"], len(said["body"])) == (2001, 5, 120)
    assert json.loads(tongue.beat(9)) == {"id": BEAT, "do": "beat", "n": 9}


def test_a_delivery_that_does_not_come_is_lost(ledger):
    ledger.see(0, (ledger.post(0, 2),), 1.0)
    assert ledger.audit().lost == 1
    assert not ledger.is_settled()


def test_a_delivery_that_comes_twice_is_doubled_and_hides_no_loss(ledger):
    number = ledger.post(0, 2)
    ledger.see(0, (number,), 1.0)
    ledger.see(0, (number,), 2.0)
    audit = ledger.audit()
    assert (audit.deliveries, audit.lost, audit.doubled) == (1, 1, 1)


def test_what_comes_late_of_an_earlier_measurement_is_not_counted(ledger):
    late = ledger.post(0, 1)
    ledger.open_from()
    number = ledger.post(0, 1)
    ledger.see(0, (late, number), 1.0)
    assert (ledger.audit().deliveries, ledger.audit().doubled) == (1, 0)


def test_a_post_that_all_have_received_is_told_once(ledger):
    told = []
    ledger.when_complete = told.append
    number = ledger.post(0, 2)
    for who in (0, 1):
        ledger.see(who, (number,), 1.0)
    assert told == [number]


def test_runs_are_summed_up_by_their_median_and_losses_by_their_sum():
    runs = [{"p50_ms": wait, "lost": 1} for wait in (9.0, 1.0, 2.0)]
    told = command.summed_up(runs)
    assert (told["p50_ms"], told["lost"], told["range"]["p50_ms"]) == (2.0, 3, [1.0, 9.0])


def test_the_table_puts_both_systems_side_by_side():
    line = {"bench": "send", "senders": 8, "members": 10, "lost": 0, "doubled": 0}
    ours = line | {"system": "oxbow", "posts_per_s": 1500.0, "range": {"posts_per_s": [1400.0, 1600.0]}}
    theirs = line | {"system": "tutorial", "posts_per_s": 250.0, "range": {"posts_per_s": [200.0, 300.0]}}
    assert "| ≥ 1,500/s | 1,500/s (1,400 to 1,600) | 250/s (200 to 300) | 6 |" in table.stream([ours, theirs])


def test_a_million_sockets_are_reckoned_from_what_was_measured():
    lines = [
        {"bench": "growth", "system": "oxbow", "beating": 200, "server_ms": 0.5, "database_ms": 0.1},
        {"bench": "storm", "system": "oxbow", "sockets": 2000, "back_s": 4.0},
        {"bench": "storm", "system": "tutorial", "sockets": 2000, "back_s": 400.0},
        {"bench": "storm", "system": "oxbow", "sockets": 1000, "topics": 33, "back_s": 9.0},
    ]
    lines.insert(1, lines[0] | {"topics": 30, "server_ms": 1.0})
    beats, _, more, _, back = million.rows(lines)
    assert beats == ("heartbeats of one topic each, server", "40,000/s", "2,000/s (0.5 ms each)", "20 cores")
    assert more == ("heartbeats of 30 topics each, server", "40,000/s", "1,000/s (1 ms each)", "40 cores")
    assert back[2:] == ("500/s", "20 s by one core, 0.2 s by the 99 others")


async def _back_after(seconds: float) -> jobs.Back:
    await asyncio.sleep(seconds)
    return seconds, seconds


async def _never() -> jobs.Back:
    raise ConnectionResetError


async def test_a_storm_ends_though_some_never_come_back():
    backs = await jobs._those_back([_back_after(0), _never(), _back_after(3600)], seconds=0.05)
    assert backs == [(0, 0)]
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert jobs._stormed(backs, crowd=3) == {}
    assert jobs._stormed([(1.5, 1.5), (2.5, 2.5)], crowd=2) == {"back_s": 2.5, "back_p50_s": 2.0}
    assert jobs._stormed([(1.5, 4.0), (2.5, 3.0)], crowd=2)["all_there_s"] == 4.0


async def test_who_never_came_back_is_not_lost_again():
    storms = iter([{"missing": 0}, {"missing": 2}])

    async def storm(fleet) -> command.Figures:
        return next(storms)

    runs = await command._repeated(_Nobody(), None, 5, rooms=[], run=storm)
    assert [run["missing"] for run in runs] == [0, 2]
    assert command.summed_up(runs)["missing"] == 2


class _Nobody:
    """A fleet of no sockets."""

    def __init__(self) -> None:
        self.refused, self.closed, self.retries = [], Counter(), Counter()

    async def join(self, people) -> None: ...
    async def mend(self) -> None: ...


def test_the_table_tells_of_a_storm_from_which_some_never_came_back():
    line = {"bench": "storm", "sockets": 2000, "given_up_s": 120}
    ours = line | {"system": "oxbow", "back_s": 1.6, "missing": 0, "runs": 5, "range": {"back_s": [1.5, 2.0]}}
    theirs = line | {"system": "tutorial", "missing": 1990, "runs": 1, "range": {}}
    delivering = {"bench": "send", "system": "oxbow", "lost": 0, "doubled": 0}
    told = table.stream([delivering, ours, theirs])
    assert "| 1.6 s (1.5 to 2) | 1,990 not back after 120 s |  | 5 |" in told


def test_pages_have_rows_with_the_least_and_the_most_and_no_column_without_figures():
    numbers = {"cpu_ms": 2.71, "requests_per_s": 362.0, "p50_ms": 22.0, "p99_ms": 40.0, "alone_p50_ms": 4.0}
    spread = {name: [number - 1, number + 1] for name, number in numbers.items()}
    line = {"bench": "http", "system": "oxbow", "server": "gunicorn", "path": "no changes", "runs": 5, "range": spread}
    told = "4 (3 to 5) | 2.71 (1.71 to 3.71) | 362 (361 to 363) | 22 (21 to 23) | 40 (39 to 41)"
    ours, theirs = line | numbers, line | numbers | {"server": "daphne"}
    assert table.reading([ours]).splitlines()[2] == f"| the same, nothing changed | {told} | 5 |"
    assert table.reading([ours, theirs]).splitlines()[2:] == [
        f"| the same, nothing changed | {told} | 362 (361 to 363) | 5 |"
    ]


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({"lost": 0, "p99_ms": 900.0}, {}),
        ({"lost": 3, "p99_ms": 900.0}, {"ended": "some were lost"}),
        ({"lost": 0, "p99_ms": 1100.0}, {"ended": "the rate was not kept up with"}),
    ],
)
def test_a_series_ends_where_the_machine_does_not_keep_up(figures, said):
    assert growth._end(figures, seconds=1) == said


def test_the_table_of_growth_says_why_a_series_ends():
    step = {"bench": "growth", "system": "oxbow", "rooms": 1, "members": 1000}
    first = step | {"per_s": 100, "p50_ms": 5.0, "p99_ms": 31.0, "server_ms": 6.8, "database_ms": 0.9, "lost": 0}
    last = step | {"per_s": 10_000, "ended": "too much"}
    rows = table.growth([first, last]).splitlines()[2:]
    assert rows == [
        "| 1 | 1,000 | 100 | 5 | 31 | 6.8 | 0.9 | 0 |  |",
        "| 1 | 1,000 | 10,000 |  |  |  |  |  | too much |",
    ]
