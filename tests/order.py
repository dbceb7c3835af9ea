"""A pytest plugin: which test comes when, and on which worker."""

import pytest
from xdist.scheduler import LoadScopeScheduling

# A long one that begins last leaves the other workers with nothing to do.
LONGEST = (
    "tests/faults/test_faults.py",
    "tests/launch/",
    "tests/deploy/",
    "tests/chat/engine/test_figures.py",
    "tests/contract/permissions/test_worlds.py",
    "tests/contract/permissions/test_backstage.py",
    "tests/e2e/test_every_",
    "tests/e2e/test_accessibility.py",
    "tests/e2e/test_relief.py",
)
# Tests of one module that share what is dear to make.
TOGETHER = {
    "tests/board/test_demo.py",
    "tests/chat/engine/test_figures.py",
    "tests/contract/permissions/test_adjusted.py",
    "tests/contract/permissions/test_backstage.py",
    "tests/contract/permissions/test_levels.py",
    "tests/contract/permissions/test_proposing.py",
    "tests/deploy/test_nginx.py",
    "tests/deploy/test_two_redis.py",
    "tests/launch/test_outside.py",
    "tests/launch/test_services.py",
    "tests/launch/test_site.py",
    "tests/test_emptying.py",
}
# Of these, the tests with the same first parameter.
IN_WORLDS = "tests/contract/permissions/test_worlds.py"
SECOND_SERVER = "uvicorn"  # few tests run on it, so one worker starts it


class Schedule(LoadScopeScheduling):
    """Each test goes to the worker that is free; those that belong together go as one."""

    def _split_scope(self, nodeid: str) -> str:
        module, _, test = nodeid.partition("::")
        if module in TOGETHER:
            return module
        if module == IN_WORLDS:
            return nodeid.partition("-")[0]
        return SECOND_SERVER if f"[{SECOND_SERVER}" in test else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Schedule:
    config.option.loadscopereorder = False  # the order below holds
    return Schedule(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_rank)


def _rank(item: pytest.Item) -> int:
    for rank, path in enumerate(LONGEST):
        if item.nodeid.startswith(path):
            return rank
    waits = "transactional_db" in getattr(item, "fixturenames", ())  # for other processes, as a rule
    return len(LONGEST) + (not waits)
