"""The files of deploy/, read as the tools that use them would read them."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
EXAMPLE = (DEPLOY / "env.example").read_text()
COMPOSE = (DEPLOY / "compose.yaml").read_text()
TEMPLATE = (DEPLOY / "nginx" / "site.conf.template").read_text()
MANIFESTS = DEPLOY / "kubernetes"

BRACES = re.compile(r"\$\{(\w+)(?::?([-?])([^}]*))?\}")
READERS = re.compile(r'\benv\.(?:options|text|flag|number|words)\(["\'](\w+)["\']')


def settings_variables() -> set[str]:
    """What community/settings.py reads of the environment, and where the data are."""
    return set(READERS.findall((ROOT / "community" / "settings.py").read_text())) | {"OXBOW_DATA"}


def explained() -> dict[str, str]:
    """The variables of env.example with their values, those that are commented out too."""
    return dict(re.findall(r"^#?([A-Z][A-Z0-9_]*)=(.*)$", EXAMPLE, re.MULTILINE))


def filled(text: str, variables: Mapping[str, object]) -> str:
    """The text with ${NAME}, ${NAME:-default} and ${NAME:?reason} replaced, as compose does it."""

    def value(found: re.Match[str]) -> str:
        name, sign, default = found.groups()
        if variables.get(name):
            return str(variables[name])
        assert sign == "-", f"{name} has no value and no default."
        return default

    return BRACES.sub(value, text)


def compose() -> dict[str, Any]:
    return yaml.safe_load(filled(COMPOSE, {"POSTGRES_PASSWORD": "secret"}))


def image_settings(target: str) -> dict[str, str]:
    """What the Dockerfile's ENV lines set in one of its images."""
    stage = re.search(rf"^FROM \S+ AS {target}$(.*?)(?=^FROM |\Z)", DOCKERFILE, re.MULTILINE | re.DOTALL)
    assert stage, f"There is no image {target}."
    lines = re.findall(r"^ENV ((?:.*\\\n)*.*)", stage[1], re.MULTILINE)
    pairs = re.findall(r'(\w+)=("[^"]*"|\S+)', " ".join(lines).replace("\\\n", " "))
    return {name: value.strip('"') for name, value in pairs}


def default_command() -> list[str]:
    """What the image `app` runs when nothing else is said."""
    commands = re.findall(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    return json.loads(commands[-1])


def kustomization(folder: Path) -> dict[str, Any]:
    return yaml.safe_load((folder / "kustomization.yaml").read_text())


def base() -> list[dict[str, Any]]:
    """The objects of the base, as they are written."""
    return _objects(MANIFESTS / "base")


def overlay() -> list[dict[str, Any]]:
    """The objects that only the example has."""
    return _objects(MANIFESTS / "overlays" / "example")


def _objects(folder: Path) -> list[dict[str, Any]]:
    files = [folder / name for name in kustomization(folder)["resources"] if name.endswith(".yaml")]
    return [found for file in files for found in yaml.safe_load_all(file.read_text())]


def literals(folder: Path, name: str) -> dict[str, str]:
    """What a generator of the folder puts into the ConfigMap or Secret of that name."""
    found = kustomization(folder)
    made = [*found.get("configMapGenerator", []), *found.get("secretGenerator", [])]
    lines = [line for one in made if one["name"] == name for line in one.get("literals", [])]
    for one in made:
        for file in one.get("envs", []) if one["name"] == name else []:
            lines += (folder / file).read_text().split()
    return dict(line.split("=", 1) for line in lines)


def program(name: str) -> str:
    """A program that a wheel brought into the virtual environment."""
    return str(Path(sys.executable).parent / name)


def said_by(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=60)
