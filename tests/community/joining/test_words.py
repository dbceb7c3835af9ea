"""What opens a door to whoever knows it: a word, a code, the end of a link."""

import threading
from datetime import timedelta

import pytest
import time_machine

from community import access
from community.access import Role
from community.clock import now
from community.errors import Forbidden, NotFound, Refusal, TooMany
from community.joining import codes, entrances, words
from community.joining.models import Code, Waiting, WrongWords
from community.members import communities, invitations
from community.members.models import Ban, Community, Member
from community.moderation.models import AuditEntry
from tests.board.acts import together
from tests.chat.test_messages import run_all
from tests.conftest import joined, person


@pytest.fixture
def closed(ada) -> Community:
    entrances.edit(ada, {"word": "Grey Heron"})
    Community.objects.update(door=Community.Door.INVITATION)
    return ada.community


@pytest.fixture
def asking(closed) -> Community:
    Community.objects.update(door=Community.Door.APPLICATION)
    return closed


def refused(act) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


@pytest.mark.parametrize("said", ["Grey Heron", "grey heron", "ＧＲＥＹ　ＨＥＲＯＮ", " greyheron "])
def test_a_word_is_known_however_it_is_typed(closed, cleo, said):
    assert words.enter(cleo, "lake", said).user == cleo


def test_chinese_words_open_doors_too(ada, closed, cleo):
    entrances.edit(ada, {"word": "苍鹭 2026"})
    assert words.enter(cleo, "lake", "苍鹭２０２６").user == cleo


def test_no_word_opens_a_door_that_has_none(ada, asking, cleo):
    entrances.edit(ada, {"word": ""})
    assert refused(lambda: words.enter(cleo, "lake", " ")) == "word.wrong"


def test_after_five_wrong_words_nobody_looks_for_an_hour(asking, cleo):
    for _ in range(5):
        assert refused(lambda: words.enter(cleo, "lake", "Egret")) == "word.wrong"
    with pytest.raises(TooMany):
        words.enter(cleo, "lake", "Grey Heron")
    with time_machine.travel(now() + timedelta(minutes=61)):
        assert words.enter(cleo, "lake", "Grey Heron").is_present()
    assert not WrongWords.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_guesses_at_once_five_are_looked_at(asking, cleo):
    told, start = [], threading.Barrier(9)

    def guess(number: int) -> None:
        start.wait()
        try:
            words.enter(cleo, "lake", f"Egret {number}")
        except Refusal as refusal:
            told.append(refusal.code)

    run_all([lambda number=number: guess(number) for number in range(9)])
    assert sorted(told) == ["rate.limited"] * 4 + ["word.wrong"] * 5


def test_a_hidden_door_answers_a_wrong_word_like_no_door(closed, cleo):
    for _ in range(7):
        with pytest.raises(NotFound):
            words.enter(cleo, "lake", "Egret")
    with pytest.raises(NotFound):
        words.enter(cleo, "nowhere", "Egret")


def test_a_code_lets_in_once_as_what_it_says_and_names_its_host(ada, closed, cleo):
    (code,) = codes.make(ada, count=1, role=Role.CONTRIBUTOR)
    member = words.enter(cleo, "lake", code.code.upper())
    assert (member.role, member.invited_by) == (Role.CONTRIBUTOR, ada)
    with pytest.raises(NotFound):
        words.enter(person("Late"), "lake", code.code)


@pytest.mark.django_db(transaction=True)
def test_of_two_with_one_code_one_comes_in(ada, asking):
    (code,) = codes.make(ada, count=1)
    guests, start = [person("One"), person("Two")], threading.Barrier(2)
    told: list[str] = []

    def come(guest) -> None:
        start.wait()
        try:
            words.enter(guest, "lake", code.code)
            told.append("in")
        except Forbidden as refusal:
            told.append(refusal.code)

    run_all([lambda guest=guest: come(guest) for guest in guests])
    assert sorted(told) == ["in", "word.wrong"]
    assert Member.objects.filter(user__in=guests).count() == 1


def test_a_code_that_opened_nothing_is_not_used(ada, asking, cleo):
    (code,) = codes.make(ada, count=1)
    Ban.objects.create(community=asking, user=cleo)
    assert refused(lambda: words.enter(cleo, "lake", code.code)) == "member.banned"
    assert Code.objects.get().used_at is None


def test_a_code_ends(ada, asking, cleo):
    (code,) = codes.make(ada, count=1, days=1)
    with time_machine.travel(now() + timedelta(days=2)):
        assert refused(lambda: words.enter(cleo, "lake", code.code)) == "word.wrong"


def test_who_knows_the_word_of_a_full_community_stands_in_line(ada, closed, cleo):
    entrances.edit(ada, {"capacity": 1})
    assert isinstance(words.enter(cleo, "lake", "grey heron"), Waiting)


def test_the_link_of_an_invitation_is_taken_too(ada, closed, cleo):
    code = invitations.create(ada, days=1, uses=1).code
    assert words.enter(cleo, "lake", f"https://lake.example/join/{code}").invited_by == ada


def test_codes_are_made_for_roles_below_ones_own_and_read_by_admins(ada, community, ben):
    amy = joined(community, "Amy", Role.ADMIN)
    assert refused(lambda: codes.make(amy, count=1, role=Role.ADMIN)) == "member.outranked"
    assert refused(lambda: codes.make(ben, count=1)) == "forbidden"
    assert not access.can(ben, "code.create")


def test_the_sheet_of_codes_holds_no_formula(ada, cleo):
    codes.make(ada, count=2, label="=HYPERLINK(1)")
    head, *rows = codes.as_csv(ada).splitlines()
    assert head == "code,label,role,expires_at,used_at,used_by,cancelled_at"
    assert [row.split(",")[1] for row in rows] == ["'=HYPERLINK(1)"] * 2


# --- Cancelling codes -------------------------------------------------------------------------------------------------


def test_a_cancelled_code_opens_nothing_and_is_shown_as_such(ada, asking, cleo, api):
    (code,) = codes.make(ada, count=1)
    row = api(ada).delete(f"communities/lake/codes/{code.pk}/")

    assert (row["id"], row["cancelled_at"] is not None) == (code.pk, True)
    assert refused(lambda: words.enter(cleo, "lake", code.code)) == "word.wrong"
    assert codes.cancel(ada, code.pk).cancelled_at == Code.objects.get().cancelled_at
    assert AuditEntry.objects.filter(act="cancel code").count() == 1


def test_a_code_that_somebody_came_in_by_stays_theirs(ada, asking, cleo):
    (code,) = codes.make(ada, count=1)
    words.enter(cleo, "lake", code.code)

    assert refused(lambda: codes.cancel(ada, code.pk)) == "code.used"


def test_the_code_of_another_community_is_none(ada, asking):
    elsewhere = communities.found(person("Una"), slug="hill", name="Hill")
    (code,) = codes.make(elsewhere, count=1)

    assert refused(lambda: codes.cancel(ada, code.pk)) == "not_found"
    assert Code.objects.get().cancelled_at is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_of_cancelling_and_using_at_once_one_counts(ada, asking, turn):
    (code,) = codes.make(ada, count=1)
    guest = person("Guest")
    cancelled, came = together([lambda: codes.cancel(ada, code.pk), lambda: words.enter(guest, "lake", code.code)])

    code.refresh_from_db()
    is_in = Member.objects.present().filter(user=guest).exists()
    assert is_in == (code.used_at is not None) != (code.cancelled_at is not None)
    assert isinstance(came if code.cancelled_at else cancelled, Refusal)
