"""Every variable is explained to those who run the site, and nothing is explained that is not there."""

import re

import pytest

from tests.deploy import files

HANDBOOK = (files.ROOT / "docs" / "operations.md").read_text()
NOT_READ_BY_THE_SETTINGS = {"DEMO"}  # the launcher's


def told(text: str) -> set[str]:
    """The variables in the first column of the handbook's table."""
    cells = re.findall(r"^\| (`[A-Z].*?) \|", text, re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([A-Z0-9_]+)`", cell)}


def asked_by_the_files() -> set[str]:
    """What compose.yaml, nginx's template and the images want to know."""
    named = {found[0] for text in (files.COMPOSE, files.TEMPLATE) for found in files.BRACES.findall(text)}
    return named | {"HEALTH_PORT"}


def test_env_example_explains_every_variable_and_no_other():
    assert set(files.explained()) == files.settings_variables() | asked_by_the_files()


def test_the_handbook_lists_every_setting_and_no_other():
    assert told(HANDBOOK) - NOT_READ_BY_THE_SETTINGS == files.settings_variables()


@pytest.mark.parametrize("name", sorted(files.explained()))
def test_every_variable_of_env_example_has_words_of_its_own_right_above_it(name: str):
    before = files.EXAMPLE[: re.search(rf"^#?{name}=", files.EXAMPLE, re.MULTILINE).start()].splitlines()
    assert re.match(r"# \w", before[-1]), f"Nothing explains {name}."


def test_what_must_be_filled_in_is_empty_or_an_example():
    values = {
        line.split("=", 1)[0]: line.split("=", 1)[1] for line in re.findall(r"^[A-Z]\w*=.*$", files.EXAMPLE, re.M)
    }
    assert values["SECRET_KEY"] == values["POSTGRES_PASSWORD"] == ""
    assert "example.org" in values["SITE_URL"]
