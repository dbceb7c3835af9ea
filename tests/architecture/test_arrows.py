"""Imports point one way only, the ones inside functions too."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Each may import what stands before it, and itself.
LAYERS = [
    "community.celery", "community.languages", "community.launch", "community.env", "community.errors",
    "community.clock", "community.metrics", "community.logs", "community.draining", "community.lookups",
    "community.firsts", "community.text", "community.links",
    "community.access", "community.shapes", "community.memory", "community.http_rules", "community.http",
    "community.backstage",
    "community.members", "community.second_factor",
    "community.jobs", "community.activity", "community.realtime", "community.files",
    "community.drafts", "community.search", "community.embedding", "community.notifications",
    "community.push", "community.letterbox", "community.saved",
    "community.moderation", "community.trust", "community.rules", "community.roles", "community.points",
    "community.joining", "community.kindred",
    "community.drafts", "community.search", "community.embedding", "community.notifications", "community.push",
    "community.letterbox",
    "community.moderation", "community.trust", "community.rules", "community.stickers", "community.roles",
    "community.points", "community.joining", "community.kindred",
    "community.belonging", "community.governance", "community.order", "community.purse",
    "community.jury", "community.desk", "community.privacy", "community.watching", "community", "chat",
    "chat.retention", "chat.gist", "chat.conversations", "chat.overload", "chat.catchup", "chat.digests", "board",
]  # fmt: skip
SOURCES = sorted(
    path
    for package in ("community", "chat", "board")
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts
)


def layer(module: str) -> str | None:
    """The layer that a module belongs to: the most particular one."""
    fitting = [name for name in LAYERS if module == name or module.startswith(f"{name}.")]
    return max(fitting, key=len, default=None)


def imports(path: Path) -> list[tuple[int, str]]:
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively; name the whole module."
            found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_import_points_up(path: Path):
    mine = layer(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
    assert mine, f"{path} belongs to no layer."
    for line, name in imports(path):
        theirs = layer(name)
        if theirs and theirs != mine:
            assert LAYERS.index(theirs) < LAYERS.index(mine), (
                f"{path.relative_to(ROOT)}:{line} imports {name}: {theirs} stands above {mine}. Let the upper layer "
                "register itself in apps.ready(), or move what both need down."
            )


def test_only_the_settings_read_the_environment():
    allowed = {
        "community/settings.py",
        "community/env.py",
        "community/asgi.py",
        "community/wsgi.py",
        "community/celery.py",
    }
    for path in SOURCES:
        name = str(path.relative_to(ROOT))
        if name not in allowed and not name.startswith("community/launch/"):
            assert "os.environ" not in path.read_text(), (
                f"{name} reads the environment; let community/settings.py do it."
            )


def test_no_file_has_a_name_that_says_nothing():
    empty = {"utils", "helpers", "services", "common", "misc", "managers"}
    named = [str(path) for path in SOURCES if path.stem in empty and "launch" not in path.parts]
    assert not named, "Name a module after what its verbs are about."
