"""The permission matrix is complete: nothing is there without a row, and no row without what it is about."""

from itertools import product
from typing import Any

from django.urls import get_resolver

from community.governance import phases
from tests.contract.permissions.rows import MIXED
from tests.contract.permissions.stage import EVERYBODY
from tests.contract.permissions.table import (
    NO_SANCTION,
    ROWS,
    SANCTIONED,
    WORLDS,
    World,
    expected,
    tried,
    turns_on_phase,
)


def test_every_endpoint_has_its_rows():
    listed = {(entry.method, entry.route) for entry in ROWS}
    missing = [pair for pair in endpoints() if pair not in listed]
    assert not missing, f"The permission matrix has no row for {missing}: see tests/contract/permissions/__init__.py."


def test_every_row_has_its_endpoint():
    there = set(endpoints())
    assert not [str(entry) for entry in ROWS if (entry.method, entry.route) not in there]


def test_every_guarded_act_has_its_rows():
    assert {entry.by_vote for entry in ROWS if entry.by_vote} == set().union(*phases.BY_VOTE.values())


def test_in_every_world_every_answer_of_the_table_is_tried_where_the_phase_changes_it():
    for world, entry in product(WORLDS, ROWS):
        if world.phase != MIXED and not turns_on_phase(entry):
            same = World(MIXED, world.sanction)
            assert all(expected(entry, who, world) == expected(entry, who, same) for who in EVERYBODY)
            continue
        there = SANCTIONED if world.sanction != NO_SANCTION else EVERYBODY
        trying = tried(entry, world)
        assert {expected(entry, who, world) for who in there} == {expected(entry, who, world) for who in trying}


def test_every_role_tries_every_row_under_some_sanction():
    worlds = [world for world in WORLDS if world.sanction != NO_SANCTION]
    for entry in ROWS:
        assert {who for world in worlds for who in tried(entry, world)} == set(SANCTIONED), entry


def endpoints() -> list[tuple[str, str]]:
    found = []
    for route, view in api_views(get_resolver()):
        found += [
            (method.upper(), route) for method in ("get", "post", "put", "patch", "delete") if hasattr(view, method)
        ]
    return found


def api_views(resolver: Any, prefix: str = "") -> list[tuple[str, type]]:
    found = []
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            found += api_views(entry, route)
        elif route.startswith("api/v1/"):
            found.append((route.removeprefix("api/v1/"), entry.callback.view_class))
    return found
