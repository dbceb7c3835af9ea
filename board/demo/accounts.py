"""Who can sign in to the demo. The passwords are made once, on this machine, and stand in one file for its owner."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from board.demo import script
from board.demo.script import PersonPart, Script

FILE = "demo-accounts.json"
WORDS = (script.FOLDER / "words.txt").read_text(encoding="utf-8").split()


@dataclass(frozen=True)
class Account:
    username: str
    password: str
    role: str
    community: str
    locale: str


def new_account(one: Script, person: PersonPart) -> Account:
    """An account with a password that can be read aloud: three words and two digits, some 30 bits.

    That is enough against guessing at the door, which lets five wrong passwords through in half an hour.
    """
    words = "-".join(secrets.choice(WORDS) for _ in range(3))
    password = f"{words}-{secrets.randbelow(90) + 10}"
    return Account(person.username, password, person.role, one.community.slug, person.locale)


def known(folder: Path) -> list[Account]:
    """The accounts that stand in the file; none if it is gone or unreadable."""
    try:
        return [Account(**account) for account in json.loads((folder / FILE).read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return []


def write_down(folder: Path, new: list[Account]) -> None:
    """Add accounts to the file, for its owner's eyes only; the file is whole at any moment."""
    names = {account.username for account in new}
    rows = [asdict(account) for account in known(folder) if account.username not in names] + [
        asdict(one) for one in new
    ]
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{FILE}.{os.getpid()}"
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(rows, file, ensure_ascii=False, indent=1)
    draft.replace(folder / FILE)
