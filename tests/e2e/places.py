"""Every page of the web app, by its route: who looks at it, where it is, and what shows that it is there."""

import re
from typing import NamedTuple

from community.launch.webapp import FRONTEND


class Place(NamedTuple):
    who: str  # nobody is a guest
    path: str
    there: str = ""

    @property
    def shows(self) -> str:
        """A selector of what is there only once the page is; any heading, where nothing else is."""
        return f"[data-testid='{self.there}']" if self.there else "h1"


IN = "/c/lake"
PLACES = {
    "home": Place("", "/", "brand"),
    "sign-in": Place("", "/sign-in", "sign-in-submit"),
    "sign-up": Place("", "/sign-up", "sign-up-submit"),
    "join": Place("", "/join/{code}", "door-sign-up"),
    "frame-door": Place("", f"{IN}/frame", "embed-sign-in"),
    "hand-over": Place("ada", f"{IN}/hand-over"),
    "rooms": Place("ada", IN, "room-link"),
    "room": Place("ada", f"{IN}/r/{{room}}", "fold-card"),
    "message": Place("ada", f"{IN}/r/{{room}}/m/{{message}}", "fold-card"),
    "catch-up": Place("ada", f"{IN}/r/{{room}}/catch-up", "catchup"),
    "capsules": Place("ada", f"{IN}/capsules", "capsule-row"),
    "capsule": Place("ada", f"{IN}/capsules/{{capsule}}", "capsule"),
    "board": Place("ada", f"{IN}/t", "thread-row"),
    "thread": Place("ada", f"{IN}/t/{{question}}", "accepted-answer"),
    "post": Place("ada", f"{IN}/t/{{thread}}/p/2", "post"),
    "digest": Place("ada", f"{IN}/digest/daily", "digest"),
    "search": Place("ada", f"{IN}/search?q=ladder", "search-input"),
    "inbox": Place("ada", f"{IN}/inbox", "notice"),
    "applications": Place("ada", f"{IN}/applications", "application"),
    "welcome": Place("newcomer", f"{IN}/welcome", "welcome"),
    "opening": Place("ada", f"{IN}/opening", "opening"),
    "card": Place("ada", f"{IN}/card", "card-renew"),
    "codes": Place("ada", f"{IN}/codes", "code"),
    "referrals": Place("ada", f"{IN}/referrals", "referrals"),
    "members": Place("ada", f"{IN}/members", "member"),
    "people": Place("ada", f"{IN}/people", "find"),
    "proposals": Place("ada", f"{IN}/proposals", "motion-row"),
    "proposal": Place("ada", f"{IN}/proposals/{{proposal}}", "ballot"),
    "governance": Place("ada", f"{IN}/governance", "governance"),
    "jury": Place("juror", f"{IN}/jury", "trial-row"),
    "trial": Place("juror", f"{IN}/jury/{{trial}}", "call"),
    "about": Place("ada", f"{IN}/about", "stage"),
    "roles": Place("ada", f"{IN}/roles", "role-room.create"),
    "record": Place("ada", f"{IN}/record", "deed"),
    "rules": Place("ada", f"{IN}/rules", "version"),
    "decisions": Place("ben", f"{IN}/me/decisions", "decision"),
    "saved": Place("ada", f"{IN}/me/saved", "saved-row"),
    "me": Place("ada", f"{IN}/me", "sign-out"),
    "lost": Place("", "/nowhere/at/all"),
}
# Before there is a community, it has a test of its own.
ELSEWHERE = {"setup"}


def routes() -> set[str]:
    """The names in the table of the router."""
    return set(re.findall(r'name: "([a-z-]+)"', (FRONTEND / "src" / "router.ts").read_text()))
