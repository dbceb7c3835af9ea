"""Whether a conversation is over and worth keeping: in doubt it is not."""

import pytest

from chat.gist import closed_and_good
from chat.gist.closing import UNSURE
from tests.chat.gist.talks import SPOTS_EN, SPOTS_ZH, TRIP_EN, said


@pytest.mark.parametrize("talk", [SPOTS_ZH, SPOTS_EN], ids=["zh", "en"])
def test_a_question_answered_and_thanked_for_is(talk):
    assert closed_and_good(talk) > 0.8


@pytest.mark.parametrize(
    "talk",
    [
        SPOTS_EN[:5],
        TRIP_EN,
        said(("ben", "How do I fix the tap?"), ("ada", "Turn the water off and change the washer", 1)),
        said(("ben", "水龙头漏水怎么修？"), ("ada", "先关总阀，再换垫片", 1), ("ben", "谢谢，垫片多大？", 2)),
        said(("ben", "水龙头漏水怎么修？"), ("ada", "先关总阀，再换垫片", 1), ("ben", "不用谢", 2)),
        said(("ben", "How do I fix it?"), ("ada", "Change the washer of the tap", 1), ("ben", "that never worked", 2)),
    ],
    ids=["not thanked", "with an open question", "silent", "asking on", "no thanks", "no success"],
)
def test_what_may_go_on_is_not(talk):
    assert closed_and_good(talk) <= UNSURE


@pytest.mark.parametrize(
    "talk",
    [
        said(
            ("ben", "How do I fix the tap?"),
            ("ben", "Ah, change the washer", 1),
            ("ben", "Thanks to myself, it works", 2),
        ),
        said(*[("bot", "Backup finished without errors, thanks")] * 50),
        said(("ben", "😂"), ("ada", "哈哈哈"), ("mo", "lol")),
        said(("ben", "How do I fix the tap?"), ("ada", "ok", 1), ("ben", "thanks", 2)),
        [],
    ],
    ids=["alone", "a bot", "laughter", "no answer", "nothing"],
)
def test_what_is_no_exchange_is_worth_nothing(talk):
    assert closed_and_good(talk) == 0
