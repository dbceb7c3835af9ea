"""The protocol, its TypeScript twins and its description say the same."""

import ast
import re
from pathlib import Path
from typing import get_args

from django.conf import settings

from community.notifications.shapes import Kind
from community.realtime.commands import COMMANDS
from community.realtime.topics import KINDS
from community.realtime.wire_types import discover, typescript
from community.shapes import Shape

ROOT = Path(settings.BASE_DIR)
PROTOCOL = (ROOT / "docs" / "protocol.md").read_text()


def events() -> set[str]:
    discover()

    def below(shape):
        return [found for child in shape.__subclasses__() for found in (child, *below(child))]

    return {shape.model_fields["on"].default for shape in below(Shape) if "on" in shape.model_fields}


def test_the_typescript_twins_are_up_to_date():
    discover()
    written = (ROOT / "frontend" / "src" / "api" / "wire.d.ts").read_text()
    assert written == typescript(), "Run `python manage.py wire_types`."


def test_every_event_is_described_with_an_example():
    missing = [name for name in events() if f'"on": "{name}"' not in PROTOCOL]
    assert not missing, f"docs/protocol.md shows no example of {missing}."


def test_every_command_and_topic_is_described():
    missing = [name for name in COMMANDS if f"| `{name}` |" not in PROTOCOL or f'"do": "{name}"' not in PROTOCOL]
    missing += [name for name in KINDS if f"| `{name}.ID` |" not in PROTOCOL]
    assert not missing, f"docs/protocol.md does not describe {missing}."


def test_every_kind_of_notice_is_described_in_one_row():
    rows = re.findall(r"^Notice +id, kind \(([^)]*)\)", PROTOCOL, re.MULTILINE)
    assert [set(re.findall(r'"(\w+)"', kinds)) for kinds in rows] == [set(get_args(Kind))]


def refusal_codes() -> set[str]:
    """Every code that stands at a place where a refusal is raised or made."""
    codes = set()
    for package in ("community", "chat", "board"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                    value = node.args[0].value
                    name = getattr(node.func, "id", "")
                    if name in {"Forbidden", "InvalidInput", "Conflict", "Refusal"} and "launch" not in path.parts:
                        codes.add(value)
    hard_coded = {"files.no_space", "files.chunk_too_large", "files.version"}
    return codes | hard_coded | {"auth.required", "not_found", "rate.limited", "server.error"}


def test_every_refusal_is_described():
    missing = [code for code in sorted(refusal_codes()) if f"`{code}`" not in PROTOCOL]
    assert not missing, f"docs/protocol.md does not explain {missing}."


def test_every_refusal_is_translated():
    for locale in ("en", "zh-Hans", "zh-Hant"):
        text = (ROOT / "frontend" / "src" / "locales" / f"{locale}.json").read_text()
        missing = [code for code in sorted(refusal_codes()) if f'"error.{code}"' not in text]
        assert not missing, f"{locale} has no words for {missing}."


def test_every_path_of_the_api_is_described():
    from django.urls import get_resolver

    shown = set(re.findall(r"`([a-z][a-z-]*/[^`?]*)", PROTOCOL.split("## HTTP")[1]))
    described = {re.sub(r"[A-Z]+", "*", path) for path in shown}
    for route in api_routes(get_resolver()):
        assert re.sub(r"<[^>]+>", "*", route) in described, f"docs/protocol.md does not describe {route}."


def api_routes(resolver, prefix: str = "") -> list[str]:
    found = []
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            found += api_routes(entry, route)
        elif route.startswith("api/v1/"):
            found.append(route.removeprefix("api/v1/"))
    return found
