"""What a level of trust opens, by every role, under every sanction that leaves somebody inside."""

import pytest

from community.members.models import Member
from community.moderation import sanctions
from community.moderation.audit import Moderator
from community.moderation.sanctions import Penalty
from community.trust import levels, openings
from tests.contract.permissions.rows import AUTHOR, THREAD, holders, row
from tests.contract.permissions.scenes import TOMORROW
from tests.contract.permissions.stage import ALL, Stage
from tests.contract.permissions.table import NO_SANCTION, SANCTIONED
from tests.contract.permissions.test_worlds import answered, begin, fresh, stage

__all__ = ["stage"]
pytestmark = pytest.mark.django_db
# By the capability that a level opens: whom it serves at every level, and whom besides at this one and above.
OPENED = {
    "thread.move_own": (
        row(
            "PUT", f"{THREAD}category/", holders("thread.move"), lambda it: {"category": it.ids["category"]},
            pk="thread",
        ),
        AUTHOR,
    ),
    "thread.tag": (
        row("PATCH", THREAD, AUTHOR | holders("thread.tag"), {"tags": ["boats"]}, pk="thread"), ALL - {"onlooker"},
    ),
}  # fmt: skip
COUNTED = {"report.weigh", "queue.count"}  # no endpoint: who holds them is told more, or counts for more


def test_whatever_a_level_opens_has_its_row():
    assert OPENED.keys() | COUNTED == {name for opens in openings.OPENS.values() for name in opens}


@pytest.mark.parametrize("grade", [NO_SANCTION, "notice", "mute", "silence"])
@pytest.mark.parametrize("capability", OPENED)
def test_a_level_opens_what_it_opens_and_falls_with_a_sanction(stage: Stage, capability: str, grade: str):
    entry, besides = OPENED[capability]
    first = next(place for place, level in enumerate(levels.Level) if capability in openings.OPENS[level])
    wrong = []
    for place, level in enumerate(levels.Level):
        with begin(stage, entry):
            Member.objects.update(level=level)
            for who in SANCTIONED if grade != NO_SANCTION else ALL:
                impose(stage, who, grade)
                is_open = place >= first and grade in {NO_SANCTION, "notice"} and who in besides
                meant = {200} if who in entry.allowed or is_open else {403}
                meant = {403} if grade == "silence" else meant
                if (told := answered(stage, entry, who, None)[:2])[0] not in meant:
                    wrong.append(f"{level}, {grade}, {who}: {told}")
    assert not wrong, "\n".join(wrong)


def impose(stage: Stage, who: str, grade: str) -> None:
    if grade != NO_SANCTION:
        owner = Moderator(member=fresh(stage, "owner"))
        sanctions.impose(owner, fresh(stage, who), Penalty(grade, TOMORROW, f"room:{stage.ids['closed']}"))
