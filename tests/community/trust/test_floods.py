"""Too fast, and the same again and again: refused, held, and at last silenced for a while."""

import pytest
from redis import Redis

from chat.models import Message
from community.members.models import Silence
from community.moderation import appeals
from community.moderation.models import AuditEntry, Case, Hold, Sanction
from community.trust import floods, hushing, sameness
from community.trust.tally import Tally
from tests import live
from tests.community.trust.conftest import again, refused

ADVERT = "Come to the boathouse tonight, everybody is there already"


@pytest.fixture
def five_a_minute(settings):
    settings.OXBOW = settings.OXBOW | {"POSTS_A_MINUTE": 5}


# --- The same -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Earn 500 a day from home", "EARN 900 a day, from home!!"),
        ("加我微信 abc123 每天赚五百元", "加我微信abc999，每天赚五百元"),
        ("加我微信学习赚钱的好方法", "加我微信學習賺錢的好方法"),
        ("Earn money from home today", "Eаrn mоney frоm hоme tоday"),
        ("Look at https://a.example/1 now", "Look at https://b.example/2 now"),
    ],
)
def test_what_reads_the_same_has_one_fingerprint(one, other):
    assert sameness.fingerprint(one) == sameness.fingerprint(other) is not None


@pytest.mark.parametrize("short", ["好的", "Good morning", "哈哈哈哈", "+1", "👍👍👍"])
def test_what_everybody_says_again_and_again_has_none(short):
    assert sameness.fingerprint(short) is None


def test_of_whom_nobody_doubts_case_numbers_and_marks_make_no_difference():
    texts = ("Meet at 7 by the old boathouse", "MEET at 9, by the old boathouse!")
    assert len({sameness.fingerprint(text, is_doubtful=False) for text in texts}) == 1


def test_different_texts_differ():
    assert sameness.fingerprint("Shall we meet at the lake tomorrow?") != sameness.fingerprint(ADVERT)


def test_the_same_for_the_third_time_is_refused_in_whichever_room(thrice, ben, square, den, say):
    say(ben, ADVERT)
    say(ben, ADVERT.upper(), den)
    assert refused(lambda: say(ben, ADVERT)).code == "post.repeated"
    say(ben, "Something else altogether, and quite long")


def test_two_people_may_say_the_same(thrice, ben, ada, say):
    for author in (ben, ada, ben, ada):
        say(author, ADVERT)


def test_of_four_newcomers_who_say_the_same_the_fourth_waits(newcomer, say):
    for name in ("One", "Two", "Three"):
        say(newcomer(name), ADVERT)
    assert refused(lambda: say(newcomer("Four"), ADVERT)).code == "post.held"
    assert Case.objects.get().reports.get().why == "same"
    assert Message.objects.filter(body=ADVERT).count() == 3


def test_members_who_say_the_same_do_not_wait(ben, ada, mo, newcomer, say):
    for author in (ben, ada, mo, newcomer("One")):
        say(author, ADVERT)
    assert not Hold.objects.exists()


def test_without_redis_nobody_waits(newcomer, say, monkeypatch):
    monkeypatch.setattr(floods, "memory", Redis(port=live.free_port()))
    for name in ("One", "Two", "Three", "Four", "Five"):
        say(newcomer(name), ADVERT)


# --- Too fast -------------------------------------------------------------------------------------------------------


def test_more_than_so_many_a_minute_are_too_fast(five_a_minute, ben, say):
    for number in range(5):
        say(ben, f"Number {number}")
    refusal = refused(lambda: say(ben, "Number 6"))
    assert (refusal.code, refusal.data["retry_after"] > 0) == ("post.too_fast", True)


def test_refusals_that_follow_one_another_are_one_flood(ben):
    assert [floods.floods_of(ben.pk) for _ in range(3)] == [1, 0, 0]


def test_the_third_flood_within_an_hour_counts_three(ben, monkeypatch):
    monkeypatch.setattr(floods, "_episodes", Tally("short", 0.0))  # each is over before the next begins
    assert [floods.floods_of(ben.pk) for _ in range(3)] == [1, 2, 3]


def test_the_silence_that_follows_is_told_recorded_and_open_to_an_appeal(ben):
    made = hushing.hush(ben.pk)
    assert made is not None
    assert made.by is None
    assert Silence.objects.get().member == ben
    assert ben.notices.get().kind == "sanctioned"
    entry = AuditEntry.objects.get(act="silence")
    assert (entry.actor, entry.staff, entry.member) == (None, None, ben)
    assert appeals.appeal(ben.user, made.pk, "My cat sat on the keyboard.").sanction == made


def test_whoever_is_silenced_already_stays_so_as_they_are(ben):
    hushing.hush(ben.pk)
    assert hushing.hush(ben.pk) is None
    assert Sanction.objects.count() == 1


def test_a_silence_of_its_own_lowers_no_level(ben):
    hushing.hush(ben.pk)
    assert again(ben).level == "member"


# --- Counting -------------------------------------------------------------------------------------------------------


def test_what_another_process_counted_counts_here_too():
    here, there = Tally("shared", 60), Tally("shared", 60)
    here.add(["ben"])
    there.share(["ben", "ben"])
    here.share(["ben"])
    assert here.add(["ben"]) == [4]


def test_a_count_is_forgotten_after_its_time():
    tally = Tally("brief", 0.0)
    assert tally.add(["ben"]) == tally.add(["ben"]) == [1]
