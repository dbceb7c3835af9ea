"""`@moderators` calls the moderators who are in the room: so many as one's role may call, and not all day long."""

import json
import re
from uuid import uuid4

import pytest
from django.conf import settings

from board import posts
from board import telling as board_telling
from chat import doors, messages, role_calls, seats, telling
from chat.models import Mention, Message
from chat.shapes import SocketPost
from community.access import Role
from community.errors import Forbidden, InvalidInput, Refusal
from community.launch.webapp import FRONTEND
from community.members.models import Member
from community.moderation.audit import Moderator
from community.roles import adjusting
from tests.board.acts import fresh_post, reply, say, start, together
from tests.conftest import joined
from tests.contract.test_query_budgets import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def ida(community) -> Member:
    return joined(community, "Ida", Role.MODERATOR)


def mentioned(message: Message) -> set[int]:
    return set(message.mentions.values_list("member", flat=True))


def refusal(act) -> Refusal:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value


@pytest.mark.parametrize("words", ["@moderators help", "@Moderator?", "请@版主看一下", "@版主你好", "hi @MODERATORS!"])
def test_a_role_is_called_by_its_names_in_every_language(ada, ben, mo, ida, square, words):
    assert mentioned(say(ben, square, words)) == {mo.pk, ida.pk}


@pytest.mark.parametrize("words", ["@moderatorship", "mail@moderators.example", "moderators", "@members", "@onlookers"])
def test_what_is_no_call_calls_nobody(ben, mo, square, words):
    assert mentioned(say(ben, square, words)) == set()


def test_every_word_that_completion_writes_is_understood():
    for locale in ("en", "zh-Hans", "zh-Hant"):
        words = json.loads((FRONTEND / "src" / "locales" / f"{locale}.json").read_text())
        for role in role_calls.CALLED:
            assert role_calls.roles(f"@{words[f'writing.role.{role}']} hello") == {role}


def test_the_web_app_marks_the_same_words():
    marked = re.findall(r'"([^"]+)"', (FRONTEND / "src" / "features" / "stream" / "roleWords.ts").read_text())
    assert marked == [name for names in role_calls.CALLED.values() for name in names]


def test_whoever_is_called_by_role_hears_of_it_as_if_they_were_named(ben, mo, ida, square):
    message = say(ben, square, "@moderators please look")
    telling.tell_of(message)
    assert [seats.of(member, square).mentions for member in (mo, ida)] == [1, 1]
    assert mo.notices.get().kind == "mention"
    assert not ben.notices.exists()


def test_of_a_role_only_those_are_called_who_sit_in_the_room(ada, ben, mo, ida, den):
    seats.take(den, ida)
    assert mentioned(say(ben, den, "@moderators look")) == {ida.pk}


def test_those_who_left_are_not_called(ben, mo, ida, square):
    Member.objects.filter(pk=ida.pk).update(left_at=ida.joined_at)
    assert mentioned(say(ben, square, "@moderators look")) == {mo.pk}


def test_nobody_calls_themselves(mo, ida, square):
    assert mentioned(say(mo, square, "@moderators, and you?")) == {ida.pk}


def test_a_longer_name_of_somebody_is_theirs_and_the_same_name_is_both(community, ben, mo, square):
    longer = joined(community, "版主小王")
    assert mentioned(say(ben, square, "@版主小王 早")) == {longer.pk}
    same = joined(community, "版主")
    assert mentioned(say(ben, square, "@版主 早")) == {same.pk, mo.pk}


def test_two_roles_in_one_message_call_both(ada, ben, mo, square):
    assert mentioned(say(ben, square, "@owner and @版主")) == {ada.pk, mo.pk}


def test_more_than_ones_role_may_call_is_refused_and_a_host_calls_more(community, ben, mo, ida, square, monkeypatch):
    monkeypatch.setitem(settings.OXBOW, "MENTION_ROLE", 1)
    told = refusal(lambda: say(ben, square, "@moderators look"))
    assert (told.code, told.data) == ("mention.role_capped", {"limit": 1})
    assert mentioned(say(mo, square, "@moderators look")) == {ida.pk}
    assert mentioned(say(joined(community, "Hal", Role.HOST), square, "@moderators look")) == {mo.pk, ida.pk}


def test_nobody_calls_more_than_the_largest_number(ada, mo, ida, square, monkeypatch):
    monkeypatch.setitem(settings.OXBOW, "MENTION_ROLE_LARGE", 1)
    assert refusal(lambda: say(ada, square, "@moderators look")).data == {"limit": 1}


def test_a_community_may_leave_it_to_its_hosts(ada, ben, mo, square):
    adjusting.adjust(Moderator(member=ada), ada.community, "mention.role", Role.HOST)
    adjusting.forget()
    assert refusal(lambda: say(ben, square, "@moderators look")).code == "mention.role_capped"
    assert mentioned(say(ada, square, "@moderators look")) == {mo.pk}


def test_a_word_that_calls_nobody_here_is_only_a_word(ada, ben, square):
    adjusting.adjust(Moderator(member=ada), ada.community, "mention.role", Role.HOST)
    adjusting.forget()
    assert mentioned(say(ben, square, "@experts are rare")) == set()


def test_roles_are_called_so_often_in_an_hour(ben, mo, square, monkeypatch):
    monkeypatch.setitem(settings.OXBOW, "ROLE_CALLS", 2)
    for _ in range(2):
        say(ben, square, "@moderators look")
    told = refusal(lambda: say(ben, square, "@moderators look again"))
    assert (told.code, told.data["limit"]) == ("mention.role_often", 2)
    assert 0 < told.data["retry_after"] <= 3600
    say(ben, square, "Nobody in particular")
    for _ in range(3):
        say(mo, square, f"@owner {uuid4()}")


def test_what_is_sent_again_is_the_same_call(ben, mo, square, monkeypatch):
    monkeypatch.setitem(settings.OXBOW, "ROLE_CALLS", 1)
    again = uuid4()
    ids = {messages.post(ben, square, "@moderators look", client_id=again).id for _ in range(3)}
    assert len(ids) == 1


def test_at_once_no_more_roles_are_called_than_in_turn(transactional_db, ben, mo, square, monkeypatch):
    monkeypatch.setitem(settings.OXBOW, "ROLE_CALLS", 2)
    outcomes = together([lambda n=n: say(ben, square, f"@moderators {n}") for n in range(5)])
    assert sorted(type(outcome) is Forbidden for outcome in outcomes) == [False, False, True, True, True]
    assert Mention.objects.filter(member=mo).count() == 2


def test_an_edit_calls_no_role_that_the_message_did_not_call(ben, mo, square):
    message = say(ben, square, "Hello")
    told = refusal(lambda: messages.edit(ben, message, "Hello @moderators"))
    assert (type(told), told.data) == (InvalidInput, {"fields": {"body": "calls_role"}})


def test_an_edit_goes_on_calling_those_it_called_and_nobody_who_came_since(community, ben, mo, square):
    message = say(ben, square, "@moderators loook")
    joined(community, "Ida", Role.MODERATOR)
    messages.edit(ben, message, "@moderators look")
    assert mentioned(message) == {mo.pk}
    messages.edit(ben, message, "Never mind")
    assert mentioned(message) == set()


def test_what_is_restored_calls_again(ben, mo, square):
    message = say(ben, square, "@moderators look")
    messages.hide(Moderator(member=mo), message)
    assert mentioned(message) == set()
    messages.restore(Moderator(member=mo), Message.objects.get(pk=message.pk))
    assert mentioned(message) == {mo.pk}


def test_a_newcomer_calls_those_who_help_however_many_they_are(community, ben, square, monkeypatch):
    monkeypatch.setitem(settings.OXBOW, "NEWCOMER", {**settings.OXBOW["NEWCOMER"], "mentions": 1})
    Member.objects.filter(pk=ben.pk).update(level="newcomer")
    ben.refresh_from_db()
    crowd = {joined(community, f"Mod{number}", Role.MODERATOR).pk for number in range(3)}
    assert mentioned(say(ben, square, "@moderators how do I begin?")) == crowd


def test_calling_a_role_costs_one_query_however_large_the_room(ada, ben, community, mo, square):
    def post():
        doors.post_together([(ben.user, SocketPost(room=square.pk, client_id=uuid4(), body=f"@moderators {uuid4()}"))])

    post()
    small = queries(post)
    for number in range(12):
        joined(community, f"Mod{number}", Role.MODERATOR)
    assert queries(post) == small <= 3


def test_on_the_board_those_of_the_role_are_told_who_read_it(ada, ben, mo, ida):
    thread = start(ben, "A question", "@moderators, may I?")
    opening = thread.posts.select_related("thread__category", "author").get()
    board_telling.tell_of(opening)
    assert {member.notices.get().kind for member in (mo, ida)} == {"mention"}
    assert not ada.notices.filter(kind="mention").exists()


def test_on_the_board_the_same_bounds_hold(ben, mo, ida, ada, monkeypatch):
    thread = start(ada)
    monkeypatch.setitem(settings.OXBOW, "MENTION_ROLE", 1)
    assert refusal(lambda: reply(ben, thread, "@moderators")).code == "mention.role_capped"
    assert refusal(lambda: start(ben, "A title", "@moderators")).code == "mention.role_capped"
    monkeypatch.setitem(settings.OXBOW, "MENTION_ROLE", 20)
    monkeypatch.setitem(settings.OXBOW, "ROLE_CALLS", 1)
    reply(ben, thread, "@moderators")
    assert refusal(lambda: reply(ben, thread, "@moderators again")).code == "mention.role_often"


def test_an_edited_post_calls_no_new_role(ben, mo, ada):
    post = reply(ben, start(ada), "A thought")
    assert refusal(lambda: posts.edit(ben, fresh_post(post.pk), "@moderators, a thought")).code == "input.invalid"


def test_who_may_be_called_is_told_with_how_many_they_are(api, ada, ben, mo, ida, den, square, monkeypatch):
    seats.take(den, ida)
    here, inside = f"rooms/{square.pk}/callable/", f"rooms/{den.pk}/callable/"
    assert api(ben).get(here)["roles"] == [{"role": "owner", "count": 1}, {"role": "moderator", "count": 2}]
    assert api(mo).get(here)["roles"] == [{"role": "owner", "count": 1}, {"role": "moderator", "count": 1}]
    assert api(ben).get(inside)["roles"] == [{"role": "owner", "count": 1}, {"role": "moderator", "count": 1}]
    monkeypatch.setitem(settings.OXBOW, "MENTION_ROLE", 1)
    assert api(ben).get(here)["roles"] == [{"role": "owner", "count": 1}]
    assert api(ben).get("communities/lake/callable/")["roles"] == [{"role": "owner", "count": 1}]
    browser = api(ben)
    assert queries(lambda: browser.get(here)) <= 4
