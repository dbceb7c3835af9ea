"""The one list of checks, the same on every machine: `make test`."""

import sys

from community.launch import node
from community.launch.checking import REPORT, Check, junit, run, vitest
from community.launch.webapp import FRONTEND

PYTHON = (sys.executable, "-m")
MANAGE = (sys.executable, "manage.py")
PYTEST = (*PYTHON, "pytest", "--quiet", f"--junit-xml={REPORT}")
# Half of the tests wait for other processes, so there are twice as many workers as a small machine has cores.
SIDE_BY_SIDE = ("-n", "4")
BROWSERS = ("-n", "3")  # each has a site, a worker and a browser beside it
EVERY_CORE = "--maxWorkers=100%"  # by itself vitest leaves one free, which of two is half
VITEST = ("npm", "test", "--", EVERY_CORE, "--reporter=default", "--reporter=json", f"--outputFile.json={REPORT}")


def checks() -> list[Check]:
    """Quick ones first; the browser comes last, on the web app that was built before it."""
    npm = node.environment()
    return [
        Check("lint", (*PYTHON, "ruff", "check", ".")),
        Check("format", (*PYTHON, "ruff", "format", "--check", ".")),
        Check("types", (*PYTHON, "mypy")),
        Check("settings", (*MANAGE, "check", "--fail-level", "ERROR")),
        Check("migrations", (*MANAGE, "makemigrations", "--check", "--dry-run")),
        Check("web app: lint", ("npm", "run", "lint"), FRONTEND, npm),
        Check("web app: types", ("npm", "run", "type"), FRONTEND, npm),
        Check("web app: tests", VITEST, FRONTEND, npm, vitest),
        Check("web app: build", (*PYTHON, "community.launch", "build")),
        Check("web app: weight", ("npm", "run", "weigh"), FRONTEND, npm),
        Check("tests", (*PYTEST, *SIDE_BY_SIDE, "tests", "--ignore=tests/e2e"), reader=junit),
        Check("browser tests", (*PYTEST, *BROWSERS, "tests/e2e"), reader=junit),
    ]


if __name__ == "__main__":
    sys.exit(run(checks()))
