"""The model is learned from labelled logs, and the same logs give the same bytes."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from chat.conversations.engine import Link, link
from chat.conversations.engine.model import Model, load, save, trained
from chat.conversations.engine.training import corpus
from chat.conversations.engine.training.measures import measure
from tests.chat.engine.talk import ANSWERS, CROSSING, lines


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """Six logs to learn from, and one to check by: the same talk with other people."""
    for split, count in (("train", 6), ("dev", 1)):
        folder = tmp_path / "ubuntu" / split
        folder.mkdir(parents=True)
        for number in range(count):
            _write(folder / f"{split}-{number}", number)
    return tmp_path


def _write(path: Path, number: int) -> None:
    rows = [f"[10:{n:02}] <{one.author}{number}> {one.text}" for n, one in enumerate(lines(CROSSING))]
    path.with_name(f"{path.name}.ascii.txt").write_text("\n".join(rows))
    links = [f"{ANSWERS.get(n, n)} {n} -" for n in range(len(rows))]
    path.with_name(f"{path.name}.annotation.txt").write_text("\n".join(links))


def train(data: Path, out: Path, capsys: pytest.CaptureFixture) -> dict:
    call_command("train_conversations", "--data", str(data), "--out", str(out))
    return json.loads(capsys.readouterr().out)


def test_the_same_logs_give_the_same_bytes(labelled: Path, tmp_path: Path, capsys):
    report = train(labelled, tmp_path / "one", capsys)
    train(labelled, tmp_path / "two", capsys)
    one, two = (tmp_path / name / "model.npz" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    assert set(report) >= {"seconds", "bytes", "default", "online", "ignore_names"}
    assert len(link(lines(CROSSING), load(tmp_path / "one"))) == 11


def test_a_folder_without_logs_is_said_to_be_empty(tmp_path: Path):
    with pytest.raises(CommandError, match="no labelled logs"):
        call_command("train_conversations", "--data", str(tmp_path))


def test_a_model_is_read_as_it_was_written(tmp_path: Path):
    model = trained()
    save(model, tmp_path)
    assert link(lines(CROSSING), load(tmp_path)) == link(lines(CROSSING), model)


def test_a_model_of_another_version_is_refused(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("chat.conversations.engine.model.VERSION", 0)
    save(Model(trained().vocabulary, {}), tmp_path)
    monkeypatch.undo()
    with pytest.raises(ValueError, match="version 0"):
        load(tmp_path)


def test_perfect_links_measure_100(labelled: Path):
    (one,) = corpus.read(labelled / "ubuntu" / "dev")
    right = [Link(key, min(parents), 1.0) for key, parents in one.gold.items()]
    assert set(measure([one], {one.name: right}).values()) == {100.0}
