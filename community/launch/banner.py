"""What is printed when the site is open: where it is, who can sign in, and a QR code for the phone."""

import io
import json
from pathlib import Path


def text(port: int, lan: str | None, accounts: list[dict[str, str]]) -> str:
    """The whole announcement."""
    here = f"http://localhost:{port}"
    phone = f"http://{lan}:{port}" if lan else None
    lines = ["", "  Oxbow is open.", "", f"  On this machine   {here}"]
    lines += [f"  On your phone     {phone}   (in the same network)"] if phone else []
    lines += _accounts(accounts)
    lines += [qr(phone or here), "  Ctrl-C stops everything.", ""]
    return "\n".join(lines)


def demo_accounts(data: Path) -> list[dict[str, str]]:
    """The accounts that the demo wrote down, if there is a demo."""
    try:
        found = json.loads((data / "demo-accounts.json").read_text())
    except (OSError, ValueError):
        return []
    return [account for account in found if isinstance(account, dict)]


def qr(address: str) -> str:
    """The address as a QR code made of half blocks."""
    import segno  # installed by now, not when this module is first read

    out = io.StringIO()
    segno.make(address, micro=False).terminal(out, compact=True, border=2)
    return out.getvalue()


def _accounts(accounts: list[dict[str, str]]) -> list[str]:
    if not accounts:
        return ["", "  Nobody lives here yet: the first visitor makes the owner and the community.", ""]
    width = max(len(account.get("username", "")) for account in accounts)
    rows = [
        f"    {account.get('username', ''):<{width}}   {account.get('password', '')}   {account.get('role', '')}"
        for account in accounts
    ]
    return ["", "  Demo accounts (name, password, part)", *rows, ""]
