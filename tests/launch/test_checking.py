"""The runner of the checks must never pass what failed."""

import sys
from pathlib import Path

import pytest

from community.launch import checking
from community.launch.checking import REPORT, Beside, Check, Count
from tests.checks import checks, reading, web_app

XML = '<testsuites><testsuite tests="9" failures="2" errors="1" skipped="2"/></testsuites>'
JSON = '{"numPassedTests": 4, "numFailedTests": 0, "numPendingTests": 1}'


def python(name: str, code: str, **more) -> Check:
    return Check(name, (sys.executable, "-c", code, REPORT), **more)


def writing(text: str, code: int = 0) -> str:
    return f"import pathlib, sys; pathlib.Path(sys.argv[1]).write_text({text!r}); sys.exit({code})"


def last_line(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out.splitlines()[-1]


def test_all_checks_run_although_one_fails(capsys) -> None:
    assert checking.run([python("a", "pass"), python("b", "raise SystemExit(3)"), python("c", "pass")]) == 1
    assert last_line(capsys) == "2 passed, 1 failed"


def test_what_a_failed_check_said_is_shown_and_the_rest_is_quiet(capsys) -> None:
    checking.run([python("a", "print('all is well')"), python("b", "print('broken here'); raise SystemExit(1)")])
    told = capsys.readouterr().err
    assert "broken here" in told
    assert "all is well" not in told


def test_the_tests_in_a_pytest_report_are_counted(capsys) -> None:
    assert checking.run([python("a", writing(XML, 1), reader=checking.junit)]) == 1
    assert last_line(capsys) == "4 passed, 3 failed"


def test_the_tests_in_a_vitest_report_are_counted(capsys) -> None:
    assert checking.run([python("a", writing(JSON), reader=checking.vitest), python("b", "pass")]) == 0
    assert last_line(capsys) == "5 passed, 0 failed"


def test_a_runner_that_fails_beside_its_report_has_failed(capsys) -> None:
    assert checking.run([python("a", writing(JSON, 1), reader=checking.vitest)]) == 1
    assert last_line(capsys) == "4 passed, 1 failed"


def test_a_runner_without_a_report_has_failed_even_if_it_says_well(capsys) -> None:
    assert checking.run([python("a", "pass", reader=checking.junit)]) == 1
    assert last_line(capsys) == "0 passed, 1 failed"


def test_a_runner_that_found_no_test_has_failed(capsys) -> None:
    empty = '<testsuites><testsuite tests="0" failures="0" errors="0" skipped="0"/></testsuites>'
    assert checking.run([python("a", writing(empty, 5), reader=checking.junit)]) == 1
    assert last_line(capsys) == "0 passed, 1 failed"


def test_a_check_that_hangs_is_stopped_and_has_failed(monkeypatch, capsys) -> None:
    monkeypatch.setattr(checking, "LONGEST", 0.5)
    assert checking.run([python("a", "import time; time.sleep(600)")]) == 1
    assert last_line(capsys) == "0 passed, 1 failed"


def test_what_a_check_knew_when_it_was_stopped_is_said(monkeypatch, capsys) -> None:
    monkeypatch.setattr(checking, "LONGEST", 8)
    knows = "import signal, time\nsignal.signal(signal.SIGINT, lambda *_: exit('one has failed'))\ntime.sleep(600)"
    assert checking.run([python("a", knows)]) == 1
    assert "one has failed\n\nstopped after 8 s" in capsys.readouterr().err


def test_a_check_that_does_not_heed_the_signal_is_killed(monkeypatch, capsys) -> None:
    monkeypatch.setattr(checking, "LONGEST", 8)
    monkeypatch.setattr(checking, "LAST_WORDS", 0.5)
    deaf = (
        "import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nprint('deaf', flush=True)\ntime.sleep(600)"
    )
    assert checking.run([python("a", deaf)]) == 1
    assert "deaf\n\nstopped after 8 s" in capsys.readouterr().err


def test_a_program_that_is_missing_is_a_failed_check(capsys) -> None:
    assert checking.run([Check("a", ("no-such-program",))]) == 1
    assert last_line(capsys) == "0 passed, 1 failed"


def test_lanes_run_at_once_and_each_check_of_them_counts(tmp_path, capsys) -> None:
    """Each waits for what the other writes: one after the other they would wait for ever."""
    meet = "import pathlib\nhere, there = map(pathlib.Path, {})\nhere.touch()\nwhile not there.exists(): pass"
    left, right = (str(tmp_path / name) for name in ("left", "right"))
    lanes = [[python("a", meet.format((left, right))), python("b", "raise SystemExit(1)")]]
    lanes.append([python("c", meet.format((right, left)))])
    assert checking.run([Beside(tuple(lanes)), python("d", "pass")]) == 1
    assert last_line(capsys) == "3 passed, 1 failed"


def test_counts_add_up() -> None:
    assert Count(1, 2, 3) + Count(1, 1, 1) == Count(2, 3, 4)


def test_every_check_of_the_list_has_its_own_name_and_an_existing_folder() -> None:
    named = [*reading(), *web_app(), *(check for check in checks() if isinstance(check, Check))]
    assert len({check.name for check in named}) == len(named)
    assert all(Path(check.folder).is_dir() for check in named)
