"""The server's language files say everything that a member can see, and nothing else."""

import os
import re
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po
from django.core.management import call_command
from django.utils.translation import gettext, override

from community import languages
from tests.community import strings

FILES = list(languages.sources())
PLACES = re.compile(r"%\(\w+\)\w|\{\w*\}")


def names_of(files: list[Path]) -> list[str]:
    return [file.parts[-3] for file in files]


@pytest.fixture(params=FILES, ids=names_of(FILES))
def catalog(request) -> Catalog:
    with request.param.open("rb") as file:
        return read_po(file, abort_invalid=True)


def entries(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def translations(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple) else [message.string]


def test_there_is_a_file_for_each_language_but_the_source():
    assert names_of(FILES) == ["zh_Hans", "zh_Hant"]


def test_no_text_is_missing(catalog):
    present = {message.id for message in entries(catalog)}

    assert strings.used() - present == set()


def test_no_text_is_there_for_nothing(catalog):
    present = {message.id for message in entries(catalog)}

    assert present - strings.used() - strings.useful() == set()
    assert list(catalog.obsolete) == []


def test_no_translation_is_empty_or_doubtful(catalog):
    assert [message.id for message in entries(catalog) if message.fuzzy or not all(translations(message))] == []


def test_translations_name_the_same_values(catalog):
    for message in entries(catalog):
        source = message.id[-1] if isinstance(message.id, tuple) else message.id
        for text in translations(message):
            assert sorted(PLACES.findall(text)) == sorted(PLACES.findall(source)), message.id


def test_the_collector_finds_texts_in_code_in_templates_and_in_the_admin():
    assert {"Mentions and answers", "Stop these letters", "created at", "moderator"} <= strings.used()
    assert ("%(place)s: %(count)d thing to read", "%(place)s: %(count)d things to read") in strings.used()


def test_files_are_compiled_when_they_change_and_only_then(tmp_path, monkeypatch):
    source = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_bytes(FILES[0].read_bytes())
    monkeypatch.setattr(languages, "FOLDER", tmp_path)

    assert languages.compile_stale() == [source]
    assert languages.compile_stale() == []
    made = source.with_suffix(".mo")
    later = made.stat().st_mtime + 10
    os.utime(source, (later, later))
    call_command("compile_languages")
    assert languages.stale() == [source]  # its time is still to come
    os.utime(made, (later, later))
    assert languages.stale() == []
    assert [path.name for path in source.parent.iterdir() if path.suffix not in (".po", ".mo")] == []


def test_django_speaks_what_was_compiled():
    with override("zh-hant"):
        assert gettext("Stop the daily brief") == "停止每日簡報"
