"""The members of a segment as a table, for those who run the community."""

import csv
import io
from collections.abc import Iterator

from community import access
from community.belonging import compiling
from community.belonging.filters import Filter
from community.belonging.models import Answer, Field
from community.members.models import Community, Member
from community.moderation import audit
from community.moderation.audit import Moderator

PAGE = 500
# What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection), also in its full-width forms.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def table(member: Member, wanted: Filter) -> Iterator[bytes]:
    """The rows of a CSV file, page by page, with the sign by which spreadsheets know UTF-8; written down.

    Raises:
        Forbidden: `forbidden`.
    """
    access.require(member, "people.export")
    community = Community.objects.get(pk=member.community_id)
    rows = compiling.members(community.pk, wanted)
    with compiling.bounded():
        count = rows.count()
    audit.record(Moderator(member=member), "export people", community, community.pk, None, people=count)
    fields = list(Field.objects.filter(community=community).order_by("pk"))
    return _written(rows, fields)


def _written(rows, fields: list[Field]) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf" + _lines([["id", "name", "role", "joined", "seen", *(field.name for field in fields)]])
    after = 0
    while page := list(rows.filter(pk__gt=after).order_by("pk")[:PAGE]):
        said = _answers(page)
        yield _lines(_row(member, fields, said) for member in page)
        after = page[-1].pk


def _answers(page: list[Member]) -> dict[tuple[int, int], str]:
    rows = Answer.objects.filter(member__in=[member.pk for member in page]).values_list("member", "field", "text")
    return {(member, field): text for member, field, text in rows}


def _row(member: Member, fields: list[Field], said: dict[tuple[int, int], str]) -> list[str]:
    known = [str(member.pk), member.name, member.role, f"{member.joined_at:%Y-%m-%d}", f"{member.last_seen_on}"]
    return known + [said.get((member.pk, field.pk), "") for field in fields]


def _lines(rows) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([[_harmless(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8", "replace")


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet reckons with."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
