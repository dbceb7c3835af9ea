"""Which Node builds the web app."""

from pathlib import Path

import pytest

from community.launch import node, requirements


@pytest.mark.parametrize("version", ["v20.19.0", "v20.20.2\n", "v22.12.0", "v24.19.0", "v26.0.0-nightly"])
def test_a_node_that_vite_runs_on_is_good_enough(version: str) -> None:
    assert node.is_new_enough(version)


@pytest.mark.parametrize("version", ["v18.20.4", "v20.18.1", "v21.7.0", "v22.11.0", "", "bash: node: not found"])
def test_any_other_node_is_not(version: str) -> None:
    assert not node.is_new_enough(version)


def system_with(folder: Path, version: str) -> Path:
    """A folder with a node of that version and an npm."""
    folder.mkdir()
    for name in ("node", "npm"):
        (folder / name).write_text(f"#!/bin/sh\necho {version}\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """What would be installed into an environment that has no Node yet."""
    asked: list[list[str]] = []
    monkeypatch.setattr(requirements, "add", lambda arguments, what: asked.append(arguments))
    monkeypatch.setattr(node, "BIN", tmp_path / "none")
    return asked


def test_node_too_old_falls_back_to_the_wheel(monkeypatch, tmp_path, installed) -> None:
    monkeypatch.setenv("PATH", str(system_with(tmp_path / "old", "v18.20.4")))
    assert node.folder() == node.BIN
    assert installed == [[node.WHEEL]]


def test_no_node_at_all_falls_back_to_the_wheel(monkeypatch, tmp_path, installed) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert node.folder() == node.BIN
    assert installed == [[node.WHEEL]]


def test_a_good_node_of_the_system_is_used_as_it_is(monkeypatch, tmp_path, installed) -> None:
    good = system_with(tmp_path / "good", "v22.12.0")
    monkeypatch.setenv("PATH", str(good))
    assert node.folder() == good
    assert installed == []


def test_a_node_without_npm_falls_back_to_the_wheel(monkeypatch, tmp_path, installed) -> None:
    (system_with(tmp_path / "half", "v22.12.0") / "npm").unlink()
    monkeypatch.setenv("PATH", str(tmp_path / "half"))
    assert node.folder() == node.BIN
