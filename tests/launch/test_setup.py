"""What is installed and built, and when it is not done again."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from community.launch import banner, browser, commands, requirements, stamps, webapp
from community.launch.environment import REPOSITORY
from community.launch.refusal import Refusal

PINNED = re.compile(r"^[\w.-]+(\[[\w,]+\])?==[\w.]+ +# \w.*$")


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """The commands that would be run, in an environment that remembers nothing yet."""
    asked: list[list[str]] = []
    monkeypatch.setattr(commands, "run", lambda command, what, **_: asked.append([str(part) for part in command]))
    monkeypatch.setattr(stamps, "FOLDER", tmp_path / "stamps")
    return asked


def test_the_launcher_needs_nothing_but_python() -> None:
    """It installs the packages, so nothing on its way may import one, not even community/__init__.py."""
    bare = [sys.executable, "-S", "-c", "import community.launch.__main__"]
    tried = subprocess.run(bare, cwd=REPOSITORY, capture_output=True, text=True)
    assert tried.returncode == 0, tried.stderr


@pytest.mark.parametrize("name", [requirements.RUNTIME, requirements.DEVELOPMENT])
def test_every_package_is_pinned_and_says_why_it_is_there(name: str) -> None:
    lines = (REPOSITORY / name).read_text().splitlines()
    packages = [line for line in lines if not line.startswith(("#", "-r "))]
    assert [line for line in packages if not PINNED.match(line)] == []


def test_packages_are_installed_once(ran) -> None:
    requirements.install(requirements.RUNTIME)
    requirements.install(requirements.RUNTIME)
    assert len(ran) == 1


def test_packages_are_installed_again_when_the_list_changed(monkeypatch, ran) -> None:
    requirements.install(requirements.RUNTIME)
    monkeypatch.setattr(stamps, "fingerprint", lambda *_: "another list")
    requirements.install(requirements.RUNTIME)
    assert len(ran) == 2


def test_the_development_list_includes_the_other(ran) -> None:
    requirements.install(requirements.DEVELOPMENT)
    requirements.install(requirements.RUNTIME)
    assert len(ran) == 1


def test_an_environment_without_pip_uses_the_systems_pip(monkeypatch, ran) -> None:
    monkeypatch.setattr(requirements, "find_spec", lambda name: None)
    requirements.add(["x"], "Installing x")
    assert ran[0][1:5] == ["-m", "pip", "--python", sys.executable]


def test_a_machine_without_pip_is_told_what_to_install(monkeypatch, ran) -> None:
    monkeypatch.setattr(requirements, "find_spec", lambda name: None)
    monkeypatch.setattr(sys, "_base_executable", "/bin/false")
    with pytest.raises(Refusal, match=r"apt install python3-venv"):
        requirements.add(["x"], "Installing x")


def test_the_web_app_is_built_once(monkeypatch, ran, tmp_path) -> None:
    folder = frontend(monkeypatch, tmp_path)
    webapp.build()
    assert [command[1:3] for command in ran] == [["ci"], ["run", "build"], ["-m", "whitenoise.compress"]]
    (folder / "dist").mkdir()
    (folder / "dist" / "index.html").touch()
    webapp.build()
    assert len(ran) == 3


def test_the_web_app_is_built_again_when_a_source_changed(monkeypatch, ran, tmp_path) -> None:
    folder = frontend(monkeypatch, tmp_path)
    webapp.build()
    (folder / "node_modules").mkdir()
    (folder / "src.ts").write_text("another line")
    webapp.build()
    assert [command[1] for command in ran] == ["ci", "run", "-m", "run", "-m"]


def frontend(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    """A web app of three files."""
    monkeypatch.setattr(stamps, "REPOSITORY", folder)
    monkeypatch.setattr(webapp, "FRONTEND", folder / "frontend")
    monkeypatch.setattr(webapp.node, "environment", dict)
    (folder / "frontend").mkdir()
    for name in ("package.json", "package-lock.json", "src.ts"):
        (folder / "frontend" / name).write_text(name)
    return folder / "frontend"


def test_without_a_browser_and_without_root_the_tests_say_what_to_install(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    with pytest.raises(Refusal, match="apt install chromium chromium-headless-shell fonts-noto-cjk"):
        browser.ensure()


def test_a_browser_that_is_named_but_missing_is_one_sentence(monkeypatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(Refusal, match=r"^CHROMIUM names /nowhere/chromium, which is not a program\.$"):
        browser.ensure()


def test_a_command_that_fails_is_one_sentence_after_its_last_words() -> None:
    with pytest.raises(Refusal, match=r"^Trying failed: SomeError: it broke\.$") as refusal:
        commands.run([sys.executable, "-c", "import sys; print('first'); sys.exit('SomeError: it broke')"], "Trying")
    assert refusal.value.said.splitlines() == ["first", "SomeError: it broke"]


def test_a_command_that_meets_a_full_disk_says_so() -> None:
    with pytest.raises(Refusal, match=r"^The disk that holds .* is full"):
        commands.run([sys.executable, "-c", "import sys; sys.exit('OSError: No space left on device')"], "Trying")


def test_the_announcement_has_addresses_accounts_and_a_code() -> None:
    told = banner.text(8000, "192.168.1.7", [{"username": "ada", "password": "lake", "role": "owner"}])
    assert "http://localhost:8000" in told
    assert "http://192.168.1.7:8000" in told
    assert "ada   lake   owner" in told
    assert "▀" in told


def test_a_machine_without_a_network_is_announced_too() -> None:
    assert "phone" not in banner.text(8000, None, [])


def test_a_broken_list_of_demo_accounts_does_not_stop_the_site(tmp_path) -> None:
    (tmp_path / "demo-accounts.json").write_text('{"username": ')
    assert banner.demo_accounts(tmp_path) == []
