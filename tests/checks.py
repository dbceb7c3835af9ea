"""The one list of checks, the same on every machine: `make test`."""

import sys

from community.launch import node
from community.launch.checking import REPORT, Beside, Check, junit, run, vitest
from community.launch.webapp import FRONTEND

PYTHON = (sys.executable, "-m")
MANAGE = (sys.executable, "manage.py")
PYTEST = (*PYTHON, "pytest", "--quiet", f"--junit-xml={REPORT}")
# Half of the tests wait for other processes, so there are twice as many workers as a small machine has cores.
SIDE_BY_SIDE = ("-n", "6")
BROWSERS = ("-n", "3")  # each has a site, a worker and a browser beside it
EVERY_CORE = "--maxWorkers=100%"  # by itself vitest leaves one free, which of two is half
VITEST = ("npm", "test", "--", EVERY_CORE, "--reporter=default", "--reporter=json", f"--outputFile.json={REPORT}")


def checks() -> list[Check | Beside]:
    """Quick ones first; the browser comes last, on the web app that was built before it."""
    return [
        Beside((reading(), web_app())),
        Check("tests", (*PYTEST, *SIDE_BY_SIDE, "tests", "--ignore=tests/e2e"), reader=junit),
        Check("browser tests", (*PYTEST, *BROWSERS, "tests/e2e"), reader=junit),
    ]


def reading() -> list[Check]:
    """What is said of the code without running its tests."""
    return [
        Check("lint", (*PYTHON, "ruff", "check", ".")),
        Check("format", (*PYTHON, "ruff", "format", "--check", ".")),
        Check("types", (*PYTHON, "mypy")),
        Check("settings", (*MANAGE, "check", "--fail-level", "ERROR")),
        Check("migrations", (*MANAGE, "makemigrations", "--check", "--dry-run")),
        Check("migrating", (*PYTHON, "tests.migrated")),
        # Compiles the tests while there is a core to spare, once instead of in each of their processes.
        Check("tests are found", (*PYTHON, "pytest", "--quiet", "--collect-only", "tests")),
    ]


def web_app() -> list[Check]:
    npm = node.environment()
    return [
        Check("web app: lint", ("npm", "run", "lint"), FRONTEND, npm),
        Check("web app: types", ("npm", "run", "type"), FRONTEND, npm),
        Check("web app: tests", VITEST, FRONTEND, npm, vitest),
        Check("web app: build", (*PYTHON, "community.launch", "build")),
        Check("web app: weight", ("npm", "run", "weigh"), FRONTEND, npm),
    ]


if __name__ == "__main__":
    sys.exit(run(checks()))
