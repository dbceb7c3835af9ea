"""The reckoning finds what it is there to find."""

import asyncio
import random
from dataclasses import replace

import httpx
import pytest

from tests.faults import audit
from tests.faults.audit import Committed, Finding, Stored
from tests.faults.client import Client, Person
from tests.faults.hearing import Hearing
from tests.faults.mirror import Mirror
from tests.faults.site import errors
from tests.faults.wishes import Draft, Edit, React, Recall

ADA = Person(user=1, member=1, name="Ada", cookie="", room=5)
SAID = [Stored(10 + seq, 5, seq, seq, 1, f"client-{seq}", f"{seq} by 1") for seq in (1, 2, 3)]


def drafted(message: Stored, **changes) -> Draft:
    fields = {"client_id": message.client_id, "settled": 1.0, "answers": {message.id}} | changes
    return Draft(room=5, body=message.body, **fields)


def row(message: Stored) -> dict:
    plain = {name: getattr(message, name) for name in ("id", "seq", "rev", "client_id", "body", "removed")}
    return plain | {"reactions": [{"emoji": sign, "members": [pk]} for sign, pk in message.reactions]}


WRITTEN = [drafted(message) for message in SAID]
LEDGER = {(said.id, said.rev): Committed(said.seq, said.client_id, said.body) for said in SAID}


@pytest.fixture
async def ada():
    """A client that holds all that was said."""
    async with httpx.AsyncClient() as http:
        client = Client(ADA, 0, http, 1, random.Random(1))
        client.mirror.take({"rev": 3, "seq": 3, "messages": [row(message) for message in SAID], "folds": []})
        client.stays[0].take({"messages": [row(message) for message in SAID]})
        yield client


def found(check, *arguments) -> dict[str, int]:
    finding = Finding()
    check(finding, *arguments)
    return dict(finding.counts)


def test_what_is_as_it_should_be_is_not_complained_of(ada):
    ada.acts = [React(11, "👍", settled=1.0), React(11, "👍", stays=False, settled=2.0)]
    assert found(audit.drafts, WRITTEN, SAID) == {}
    assert found(audit.acts, [ada], SAID) == {}
    assert found(audit.order, WRITTEN, SAID) == {}
    assert found(audit.mirrors, [ada], SAID) == {}
    assert found(audit.deliveries, [ada], LEDGER) == {}
    assert found(audit.removed, [ada], {1: [3]}) == {}
    assert found(audit.unread, [ada], {1: {"unread": 1, "read_seq": 2}}, {5: 3}) == {}


@pytest.mark.parametrize(
    ("draft", "stored", "kind"),
    [
        (drafted(SAID[0]), SAID[1:], "lost"),
        (drafted(SAID[0], answers={11, 99}), SAID, "doubled"),
        (drafted(SAID[0]), [*SAID, replace(SAID[0], id=99, seq=4)], "doubled"),
        (drafted(SAID[0], answers=set(), refusal="not_found"), SAID, "untrue"),
        (drafted(SAID[0], answers=set(), settled=None), SAID, "unsettled"),
    ],
)
def test_a_poster_who_was_told_something_else_is_found(draft, stored, kind):
    assert found(audit.drafts, [draft], stored).get(kind) == 1


@pytest.mark.parametrize(
    "stored",
    [
        [SAID[0], SAID[2]],
        [replace(SAID[0], seq=2), replace(SAID[1], seq=1), SAID[2]],
    ],
)
def test_holes_and_turned_places_are_found(stored):
    assert found(audit.order, WRITTEN, stored)["out_of_order"] >= 1


@pytest.mark.parametrize(
    ("act", "stored"),
    [
        (Edit(11, "Better", settled=1.0), SAID[0]),
        (Recall(11, settled=1.0), replace(SAID[0], removed="hidden")),
        (React(11, "👍", settled=1.0), replace(SAID[0], reactions=(("👍", 2),))),
        (React(11, "👍", stays=False, settled=1.0), replace(SAID[0], reactions=(("👍", 1),))),
    ],
)
def test_a_change_that_was_acknowledged_and_does_not_stand_is_found(ada, act, stored):
    ada.acts = [act]
    assert found(audit.acts, [ada], [stored]) == {"lost": 1}
    act.refusal = "message.removed"
    assert found(audit.acts, [ada], [stored]) == {}
    act.settled = None
    assert found(audit.acts, [ada], [stored]) == {"unsettled": 1}


@pytest.mark.parametrize(
    ("stored", "kind"),
    [
        ([*SAID, Stored(14, 5, 4, 4, 1, "client-4", "4 by 1")], "unseen"),
        (SAID[:2], "untrue"),
        ([*SAID[:2], replace(SAID[2], rev=4, body="Edited")], "out_of_order"),
        ([*SAID[:2], replace(SAID[2], reactions=(("👍", 1),))], "out_of_order"),
    ],
)
def test_a_picture_that_is_not_the_truth_is_found(ada, stored, kind):
    assert found(audit.mirrors, [ada], stored) == {kind: 1}


def test_what_was_seen_after_a_removal_is_found(ada):
    assert found(audit.removed, [ada], {1: [2]}) == {"seen_after_removal": 1}


def test_who_was_asked_back_in_may_see_what_was_said_meanwhile_but_not_before_that(ada):
    ada.stays.append(Hearing())
    ada.stays[1].hear(1, event(4, message=SAID[2]))
    assert found(audit.removed, [ada], {1: [3]}) == {}
    assert found(audit.removed, [ada], {1: [3, 3]}) == {"seen_after_removal": 1}


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        (replace(SAID[2], seq=4), "out_of_order"),
        (replace(SAID[2], body="Other words"), "out_of_order"),
        (replace(SAID[2], client_id="client-4"), "out_of_order"),
        (replace(SAID[2], rev=9), "untrue"),
    ],
)
def test_a_delivery_that_was_never_true_is_found_although_a_true_one_came_after_it(ada, told, kind):
    ada.stays[0].hear(1, event(told.rev, message=told))
    ada.stays[0].take({"messages": [row(SAID[2])]})
    assert found(audit.deliveries, [ada], LEDGER) == {kind: 1}


def test_an_event_that_came_twice_over_one_connection_is_found_and_over_two_is_not(ada):
    ada.stays[0].hear(1, event(3, message=SAID[2]))
    ada.stays[0].hear(2, event(3, message=SAID[2]))
    assert found(audit.deliveries, [ada], LEDGER) == {}
    ada.stays[0].hear(2, event(3, message=SAID[2]))
    assert found(audit.deliveries, [ada], LEDGER) == {"doubled": 1}


@pytest.mark.parametrize("mine", [{"unread": 0, "read_seq": 2}, {"unread": 2, "read_seq": 1}])
def test_a_wrong_count_of_unread_messages_is_found(ada, mine):
    ada.read_seq = 2
    assert found(audit.unread, [ada], {1: mine}, {5: 3}) == {"unread_wrong": 1}


def event(rev: int, whole: bool = True, message: Stored = SAID[0]) -> dict:
    rows = [row(replace(message, rev=rev))] if whole else []
    return {"rev": rev, "seq": 1, "whole": whole, "messages": rows, "folds": []}


def test_a_mirror_says_what_is_missing_and_ignores_what_is_old():
    mirror = Mirror()
    assert not mirror.hear(event(1))
    assert mirror.hear(event(3))
    assert (mirror.rev, mirror.ahead, mirror.messages[11]["rev"]) == (1, 3, 1)
    assert mirror.hear(event(1))
    assert not mirror.hear(event(2))
    assert (mirror.rev, mirror.messages[11]["rev"]) == (3, 3)


def test_a_mirror_fetches_what_was_left_out():
    mirror = Mirror()
    assert mirror.hear(event(1, whole=False))
    mirror.take(event(1))
    assert (mirror.messages[11]["rev"], mirror.is_behind()) == (1, False)


async def test_a_client_that_is_not_connected_says_so(ada):
    with pytest.raises(ConnectionError):
        await asyncio.wait_for(ada.do("read", room=5, seq=1), 5)


def test_what_the_search_misses_or_makes_up_is_counted():
    assert found(audit.search, [7, 9]) == {"misfound": 2}
    assert found(audit.search, []) == {}


def test_errors_in_the_log_are_counted_by_process_and_kind():
    log = """web-1 | Traceback (most recent call last):
web-1 |   File "a.py", line 1, in a
worker | Traceback (most recent call last):
web-1 |     raise ValueError
web-1 | ValueError: of web
worker |   File "b.py", line 1, in b
worker | redis.exceptions.TimeoutError: of the worker
worker | no part of it"""
    assert errors(log.splitlines()) == {"web: ValueError": 1, "worker: redis.exceptions.TimeoutError": 1}
