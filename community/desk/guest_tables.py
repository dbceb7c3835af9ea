"""Tables of people: whom a file wants to be invited, line by line, and why others are left out."""

from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from community import access
from community.access import Role
from community.belonging.models import Field
from community.desk import files_read
from community.desk.models import Guest
from community.errors import InvalidInput
from community.members.models import Member

NAME = 40
ADDRESS = 254
ANSWER = 200
# Roles with power over the words of others are given to members, not to addresses.
GIVEN = tuple(role for role in Role if role not in access.CAPABILITIES["case.settle"])
_ALSO = {
    "e-mail": "email", "mail": "email", "邮箱": "email", "電子郵件": "email", "邮件": "email", "郵箱": "email",
    "姓名": "name", "名字": "name", "名称": "name", "角色": "role",
}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """Somebody whom the table names."""

    number: int
    name: str
    email: str
    role: str
    answers: dict[str, str]


def read(by: Member, text: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Whom to invite, and the lines that were left out, each with the name of a reason.

    Who has an account is not looked up: the table would tell whose address it is.

    Raises:
        InvalidInput: `import.too_big`, `import.too_many`, `import.unreadable`, `import.no_address`.
    """
    heading = [_ALSO.get(cell.casefold(), cell.casefold()) for cell in files_read.heading(text)]
    if "email" not in heading:
        raise InvalidInput("import.no_address", "No column is called email.")
    asked = {field.name.casefold(): field.pk for field in Field.objects.filter(community=by.community_id)}
    seen = set(Guest.objects.filter(community=by.community_id).values_list("email", flat=True))
    guests: list[dict[str, Any]] = []
    faults: list[dict[str, Any]] = []
    for number, cells in files_read.rows(text)[1:]:
        wanted = _wanted(number, dict(zip(heading, cells, strict=False)), asked)
        why = "invited" if wanted.email in seen else _wrong(by, wanted)
        seen.add(wanted.email)
        if why:
            faults.append({"number": number, "text": wanted.email[:ADDRESS], "why": why})
        else:
            guests.append(asdict(wanted))
    return guests, faults


def _wanted(number: int, cells: dict[str, str], asked: dict[str, int]) -> Wanted:
    answers = {str(pk): cells[name] for name, pk in asked.items() if cells.get(name)}
    name = " ".join(cells.get("name", "").split())
    return Wanted(number, name, cells.get("email", "").casefold(), cells.get("role") or Role.MEMBER.value, answers)


def _wrong(by: Member, wanted: Wanted) -> str:
    """Why somebody is left out, if they are."""
    if not _is_address(wanted.email):
        return "address"
    if wanted.role not in GIVEN or not access.outranks(by.role, wanted.role):
        return "role"
    if len(wanted.name) > NAME or any(len(text) > ANSWER for text in wanted.answers.values()):
        return "long"
    return ""


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= ADDRESS
