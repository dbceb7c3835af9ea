"""Every sheet and dialog of the web app, by its component: over which page it opens, and by which buttons."""

import re
from typing import NamedTuple

from community.launch.webapp import FRONTEND


class Sheet(NamedTuple):
    place: str  # of places.py, or an address
    steps: tuple[str, ...]  # the test ids of what is pressed, or selectors that say what they are
    who: str = "ada"


THREAD = "/c/lake/t/{{{}}}".format
MEMBER = "[data-testid='member'][data-id='{other}'] [aria-haspopup='menu']"
OFFER = "[data-testid='offer'][data-kind='{}']".format
SHEETS = {
    "CategorySheet": Sheet("board", ("category-new",)),
    "ConvertSheet": Sheet(THREAD("idea"), ("thread-menu", "thread-convert")),
    "DecideSheet": Sheet(THREAD("idea"), ("thread-menu", "thread-decide")),
    "RevisionSheet": Sheet(THREAD("note"), ("post-menu", "note-history")),
    "MoveSheet": Sheet(THREAD("asked"), ("thread-menu", "thread-move")),
    "MergeSheet": Sheet("thread", ("thread-menu", "thread-merge")),
    "ThreadActions": Sheet("thread", ("thread-menu", "thread-push")),
    "HideDialog": Sheet(THREAD("note"), ("post-menu", "post-hide")),
    "ReportSheet": Sheet(THREAD("note"), ("post-menu", "menu-report")),
    "CapsuleSheet": Sheet("capsule", ("capsule-edit",)),
    "ShareSheet": Sheet("capsule", ("capsule-share",)),
    "CapsuleActions": Sheet("capsule", ("[aria-haspopup='menu']", "menu-remove")),
    "RoomFormSheet": Sheet("rooms", ("role=button[name='New room']",)),
    "DirectSheet": Sheet("rooms", ("role=button[name='New direct message']",)),
    "RoomSheet": Sheet("room", ("room-info",)),
    "InviteSheet": Sheet("room", ("room-info", "room-invite")),
    "TermsSheet": Sheet("room", ("room-info", "room-terms")),
    "RoomFiles": Sheet("room", ("room-menu", "room-files")),
    "JumpToDate": Sheet("room", ("room-menu", "room-date")),
    "StickersSheet": Sheet("room", ("signs-open", "[data-testid='signs'] input[value='stickers']", "stickers-arrange")),
    "PinsSheet": Sheet("room", ("room-menu", "menu-pins")),
    "LoadSheet": Sheet("room", ("gauge", "gauge-more")),
    "TitleSheet": Sheet("members", (MEMBER, "menu-title")),
    "SanctionSheet": Sheet("members", (MEMBER, "menu-sanction")),
    "InForce": Sheet("members", ("in-force-open",)),
    "AnswersSheet": Sheet("members", (MEMBER, "menu-about")),
    "CommunityForm": Sheet("me", ("community-edit",)),
    "EntranceSheet": Sheet("me", ("entrance-open",)),
    "EmbedSheet": Sheet("me", ("embed-open",)),
    "EraseSheet": Sheet("me", ("erase-ask",)),
    "CommunitySection": Sheet("me", ("role=button[name='Leave the community']",)),
    "RulesForm": Sheet("rules", ("rules-edit",)),
    "NewMotionSheet": Sheet("proposals", ("motion-new",)),
    "MotionActions": Sheet("/c/lake/proposals/{election}", ("motion-edit",), "ben"),
    "SaveSegment": Sheet("people", ("add-condition", "find", "segment-save")),
    "AnnounceSheet": Sheet("people", ("add-condition", "find", "announce")),
    "SilentPeople": Sheet("people", ("role=tab[name='Quiet']", "silent-choose", "let-go")),
    "SteerSheet": Sheet("/c/lake/r/{room}?only={talk}", ("conversation-menu", "steer-open")),
    "SplitSheet": Sheet("/c/sea/r/{crowd}", ("gauge", OFFER("split"))),
    "CircleSheet": Sheet("/c/sea/r/{crowd}", ("gauge", OFFER("circle"))),
    "DoomDialog": Sheet("message", ("[data-testid='message'][data-id='{message}']", "menu-hide")),
    "Gallery": Sheet("/c/lake/r/{room}/m/{pictures}", ("image",)),
}
# What opens within its page, or goes once it is done: whoever pressed it is not thrown back to the top.
ACTS = {
    "numbers": Sheet("governance", ("numbers-edit",)),
    "lent vote": Sheet("governance", ("lend",)),
    "lending proposed": Sheet("governance", ("lending-propose",)),
    "first question": Sheet("opening", ("first-write",)),
    "draw": Sheet("jury", ("[data-testid='trial-row'][data-state='decided'] summary", "draw-check"), "juror"),
    "jury call": Sheet("trial", ("call-accept",), "juror"),
    "ballot": Sheet("proposal", ("[data-testid='ballot'] [data-testid^='choice-']", "ballot-cast"), "ben"),
    "code": Sheet("codes", ("code-cancel",)),
    "application": Sheet("applications", ("application-decline",)),
    "card": Sheet("card", ("card-renew",)),
    "condition": Sheet("people", ("add-condition", "role=button[name='Remove the condition']")),
}
# What opens only for a while, or in answer to something else, is looked at where that is tested.
ELSEWHERE = {
    "MessageSheet": "test_accessibility",
    "PromoteFrame": "test_accessibility",
    "ShortcutHelp": "test_accessibility",
    "RulesAsk": "test_rules",
    "RoomPage": "test_accessibility",
    "CommandPalette": "test_accessibility",
    "GiveSheet": "test_points",
}


def components() -> set[str]:
    """Those that open a sheet or ask something over their page."""
    parts = [part for folder in ("features", "layouts", "pages") for part in (FRONTEND / "src" / folder).rglob("*.vue")]
    shown = [part for part in parts if "design" not in part.parts]
    return {part.stem for part in shown if re.search(r"<(Sheet|Dialog|DialogRoot)\b", part.read_text())}
