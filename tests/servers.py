"""A pytest plugin, loaded first: a PostgreSQL and a Redis for the tests alone, before Django reads its settings."""

import os
import shutil
import sys
from pathlib import Path

from community import languages
from community.launch import services

# Else each worker rewrites every assertion, and each of the many processes that tests start compiles our code anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

_DATA = Path(__file__).parent.parent / ".data" / "test"
_running = services.running(_DATA, fsync=False)
_running.__enter__()
languages.compile_stale()
# Two runs at once share the servers; each has databases and keys of its own.
_RUN = os.environ.setdefault("OXBOW_TEST_RUN", str(os.getpid()))
if "/oxbow?" in os.environ["DATABASE_URL"]:
    os.environ["DATABASE_URL"] = os.environ["DATABASE_URL"].replace("/oxbow?", f"/oxbow_{_RUN}?")
os.environ["REDIS_PREFIX"] = f"test-{_RUN}-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
_FILES = Path(os.environ.setdefault("FILES_DIR", str(_DATA / f"files-{_RUN}")))
os.environ.setdefault("LINK_PREVIEWS", "0")  # no test asks the world outside
# Limits are tested where they are the subject; elsewhere a test's machine gun must not meet them.
os.environ.setdefault("REQUESTS_PER_MINUTE", "100000")
os.environ.setdefault("ANONYMOUS_REQUESTS_PER_MINUTE", "100000")
os.environ.setdefault("POSTS_PER_10_SECONDS", "100000")
os.environ.setdefault("POSTS_PER_MINUTE", "100000")
os.environ.setdefault("REPEATED_POSTS", "100000")
os.environ.setdefault("COMMANDS_PER_10_SECONDS", "100000")
os.environ.setdefault("SIGNUPS_PER_MINUTE", "100000")


def pytest_unconfigure() -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        shutil.rmtree(_FILES, ignore_errors=True)
    _running.__exit__(None, None, None)
