"""The short form of `make faults`: what the long one asks, of a small fleet and the five commonest faults."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.audit import KINDS
from tests.faults.stage import PROGRAMS
from tests.live import REPOSITORY, database_url

LONGEST = 600  # seconds; about a minute on a machine with nothing else to do


@pytest.fixture
def tables(db, tmp_path: Path) -> Path:
    """The tables as SQL: the migrations ran once already."""
    written = tmp_path / "tables.sql"
    subprocess.run([PROGRAMS / "pg_dump", "--no-owner", f"--file={written}", database_url()], check=True)
    return written


def test_nothing_is_lost_whatever_dies(tables: Path):
    command = [sys.executable, "-m", "tests.faults", "--short", "--seed", "7", "--tables", str(tables)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=LONGEST)
    assert done.stdout, done.stderr[-5000:]
    summary = json.loads(done.stdout)
    said = json.dumps(summary, indent=1)
    assert {kind: summary[kind] for kind in KINDS} == dict.fromkeys(KINDS, 0), said
    assert summary["settled"], said
    assert summary["worker_works"], said
    assert all(one["recovered_s"] is not None for one in summary["faults"]), said
    assert not any("hung" in one or "failed" in one for one in summary["faults"]), said
    assert summary["acknowledged"] == summary["stored"] > 100, said
    assert set(summary["changes_acknowledged"]) == {"edit", "recall", "react"}, said
    assert summary["removed_members"] > summary["returned_members"] > 0, said
