"""One archive of everything that is kept about a person: for people as pages, for machines as JSON lines."""

import shutil
from tempfile import TemporaryFile
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils.translation import override
from pydantic_core import to_json

from community.files import finishing, storage
from community.files.models import File
from community.members.models import User
from community.privacy import pages, sections
from community.privacy.sections import Person


def write(user: User) -> BinaryIO:
    """The archive as a temporary file, read from its beginning; the caller closes it."""
    out = TemporaryFile()  # noqa: SIM115 the caller closes it
    person = Person(user)
    with override(user.locale.lower()), ZipFile(out, "w", ZIP_DEFLATED) as archive:
        counts = {section.name: _write_section(archive, section, person) for section in sections.registered()}
        files = _write_files(archive, person)
        archive.writestr("index.html", pages.index(user, counts, files))
    out.seek(0)
    return out


def _write_section(archive: ZipFile, section: sections.Section | sections.Told, person: Person) -> int:
    count = 0
    with archive.open(f"data/{section.name}.jsonl", "w") as lines:
        for row in section.rows(person):
            lines.write(to_json(row) + b"\n")
            count += 1
    if count:
        with archive.open(f"pages/{section.name}.html", "w") as page:
            for part in pages.of_section(person.user, section.name, section.rows(person)):
                page.write(part.encode())
    return count


def _write_files(archive: ZipFile, person: Person) -> int:
    """The files themselves; one whose bytes are gone by now is left out."""
    count = 0
    for file in File.objects.filter(owner__in=person.members).exclude(key="").order_by("pk").iterator():
        try:
            source = storage.of_files().open(finishing.place(file.key, finishing.WHOLE))
        except FileNotFoundError:
            continue
        with source, archive.open(f"files/{file.pk}-{_safe(file.name)}", "w") as target:
            shutil.copyfileobj(source, target, storage.PIECE)
        count += 1
    return count


def _safe(name: str) -> str:
    return "".join(sign if sign.isalnum() or sign in "._-" else "_" for sign in name) or "file"
