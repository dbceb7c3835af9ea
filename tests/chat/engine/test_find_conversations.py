"""The command that reads logs."""

import random
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from chat.conversations.engine import logs

LOG = """\
=== eve [~eve@10.0.0.1] has joined #laundry
[21:58] <suds> does anyone know why the big dryer makes that noise?
[21:59] <@lint> suds: only when it turns?
[21:59]  * lint shrugs
=== lint is now known as lint|away
[22:40] <suds> lint: it turns most of the time
[00:02] <fluff> hello all, where is the soap?
"""


def run(capsys: pytest.CaptureFixture, *args: str) -> list[str]:
    call_command("find_conversations", *args)
    return capsys.readouterr().out.splitlines()


def log(folder: Path, text: str | bytes = LOG, name: str = "2021-03-06.ascii.txt") -> str:
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(folder / name)


def test_every_line_has_a_link(tmp_path: Path, capsys):
    found = run(capsys, log(tmp_path), "--from", "0")
    assert [row.split()[1] for row in found] == list("0123456")
    assert found[0] == "2021-03-06:0 0 -"
    assert found[2] == "2021-03-06:1 2 -"
    assert found[5] == "2021-03-06:2 5 -" or found[5] == "2021-03-06:3 5 -"


@pytest.mark.parametrize("flags", [(), ("--online",), ("--ignore-names",), ("--online", "--ignore-names")])
def test_only_lines_from_the_first_one_asked_for_are_printed(tmp_path: Path, capsys, flags):
    found = run(capsys, log(tmp_path), "--from", "4", *flags)
    assert [row.split()[1] for row in found] == list("456")


def test_a_thousand_lines_are_context_where_nothing_is_said(tmp_path: Path, capsys):
    assert run(capsys, log(tmp_path)) == []


@pytest.mark.parametrize("name", ["a.ascii.txt", "a.raw.txt", "a.txt", "a"])
def test_a_log_is_called_after_its_file(tmp_path: Path, capsys, name: str):
    assert run(capsys, log(tmp_path, name=name), "--from", "0")[0] == "a:0 0 -"


def test_online_a_cut_file_has_the_same_links(tmp_path: Path, capsys):
    rows = LOG.splitlines(keepends=True)
    whole = run(capsys, log(tmp_path), "--from", "0", "--online")
    for cut in range(1, len(rows)):
        path = log(tmp_path, "".join(rows[:cut]))
        assert run(capsys, path, "--from", "0", "--online") == whole[:cut]


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"\xff\xfe\x00", b"no clock\n<x\n[99:99] <a> b\n[10:00] <> c\n", b"===\n=== \n[10:00] <a>"]
)
def test_odd_files_are_read(tmp_path: Path, capsys, content: bytes):
    path = log(tmp_path, content)
    lines = logs.read(content)
    assert len(run(capsys, path, "--from", "0")) == len(lines)


def test_lines_are_counted_as_the_annotations_count_them():
    assert len(logs.read(b"a\nb")) == len(logs.read(b"a\nb\n")) == 2
    assert logs.read(b"a\x0bb\x85c\r\n")[0].key == 0
    assert len(logs.read("a\u2028b\x1cc\n".encode())) == 1


def test_midnight_is_one_minute_after(tmp_path: Path):
    before, after = logs.read(b"[23:59] <a> x\n[00:00] <a> y\n")
    assert after.at - before.at == 60


def test_seconds_and_a_channel_before_the_clock_are_read():
    line = logs.read(b"rust 2018-05-29 [21:20:37] <talchas> but why")[0]
    assert (line.author, line.text, line.at) == ("talchas", "but why", 76837)


def test_a_file_that_is_not_there_is_said_to_be_missing(capsys):
    with pytest.raises(CommandError, match="Cannot read"):
        run(capsys, "/nowhere/x.ascii.txt")


WORDS = ("kettle", "window", "bread", "ladder", "garden", "river", "engine", "paint", "signal", "letter", "corner")


def test_ten_thousand_lines_in_which_nobody_is_named_are_read(tmp_path: Path, capsys):
    chance = random.Random(11)
    said = [" ".join(chance.choices(WORDS, k=chance.randrange(1, 12))) + chance.choice("?!. ") for _ in range(10_000)]
    rows = [f"[{n // 60 % 24:02}:{n % 60:02}] <p{chance.randrange(60)}> {text}" for n, text in enumerate(said)]
    found = run(capsys, log(tmp_path, "\n".join(rows)), "--from", "9000", "--ignore-names")
    assert [int(row.split()[1]) for row in found] == list(range(9_000, 10_000))
    assert all(int(row.split()[0].rpartition(":")[2]) <= int(row.split()[1]) for row in found)
