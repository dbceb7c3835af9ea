"""The word list of a community where words are written: refused, covered or told to moderators."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from board import posts, threads
from board.models import Category, Post, Thread
from chat import doors, messages, rooms
from chat.models import Message
from chat.shapes import SocketPost
from community.clock import now
from community.errors import Forbidden, InvalidInput
from community.members import people
from community.moderation import wordlists
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry, Case, ListedWord, Report
from tests.chat.test_notices import say, stored


@pytest.fixture
def listed(ada, mo):
    """`listed(block=["spam"], mask=[…])`: Mo puts words on the list."""

    def enter(kind: str = "word", until=None, **by_action: list[str]) -> None:
        for action, words in by_action.items():
            wordlists.enter(Moderator(member=mo), ada.community, words, kind=kind, action=action, until=until)
        wordlists.forget()

    return enter


def blocked(write) -> str:
    """What a refusal names."""
    with pytest.raises(Forbidden) as refusal:
        write()
    assert refusal.value.code == "words.blocked"
    return str(refusal.value.data["found"])


def started(author, title: str = "A title", body: str = "Words") -> Thread:
    category = Category.objects.filter(community=author.community).first()
    return Thread.objects.get(pk=threads.start(author, category, title, body, client_id=uuid4()).id)


def post_of(pk: int) -> Post:
    return Post.objects.select_related("thread__category__room", "message", "author").get(pk=pk)


# --- Refused ----------------------------------------------------------------------------------------------------------


def test_nothing_that_is_refused_gets_in_through_any_door(ada, ben, square, listed):
    message, thread = say(ben, square, "Words"), started(ben)
    reply = post_of(posts.reply(ben, thread, "An answer", client_id=uuid4()).id)
    listed(block=["加微信", "free money"])
    bad = "加.微.信"
    doors_ = [
        lambda: say(ben, square, f"Please {bad} now"),
        lambda: messages.edit(ben, message, bad),
        lambda: started(ben, title=f"Title {bad}"),
        lambda: started(ben, body=bad),
        lambda: posts.reply(ben, thread, bad, client_id=uuid4()),
        lambda: posts.edit(ben, reply, bad),
        lambda: threads.edit(ben, thread, title=f"Title {bad}"),
        lambda: rooms.create(ada, "open", bad),
        lambda: rooms.create(ada, "open", "Den", bad),
        lambda: rooms.edit(ada, square, {"name": bad}),
        lambda: people.edit_own(ben, {"name": bad}),
        lambda: people.edit_own(ben, {"bio": bad}),
    ]
    assert {blocked(write) for write in doors_} == {bad}
    assert stored(message.pk).body == "Words"


def test_the_refusal_names_what_was_written_and_nothing_else_of_the_list(api, ben, square, listed):
    listed(block=["free money", "spam"])
    data = {"client_id": str(uuid4()), "body": "Get F-R-E-E  M-O-N-E-Y!"}
    answer = api(ben).request("POST", f"rooms/{square.pk}/messages/", data).json()
    assert (answer["code"], answer["data"]) == ("words.blocked", {"found": "F-R-E-E  M-O-N-E-Y"})


def test_of_posts_that_come_together_only_the_bad_one_is_refused(ben, mo, square, listed):
    listed(block=["spam"])
    said = [(ben.user, "Spam"), (mo.user, "Good morning")]
    wanted = [(user, SocketPost(room=square.pk, client_id=uuid4(), body=body)) for user, body in said]
    bad, good = doors.post_together(wanted)
    assert isinstance(bad, Forbidden)
    assert good.message.body == "Good morning"


# --- Covered ----------------------------------------------------------------------------------------------------------


def test_what_is_covered_is_stored_so_and_found_nowhere(ben, square, listed):
    listed(mask=["darn"])
    message = say(ben, square, "Well d-a-r-n it, **darn**")
    assert stored(message.pk).body == "Well •-•-•-• it, **••••**"
    assert stored(messages.edit(ben, message, "DARN").id).body == "••••"
    thread = started(ben, "Darn it all", "Darn!")
    assert (thread.title, thread.posts.get().body) == ("•••• it all", "••••!")


def test_a_name_is_refused_rather_than_covered(ada, ben, listed):
    listed(mask=["darn"])
    assert blocked(lambda: people.edit_own(ben, {"name": "Darn Ben"})) == "Darn"
    assert blocked(lambda: rooms.create(ada, "open", "Darn room")) == "Darn"


# --- Told -------------------------------------------------------------------------------------------------------------


def test_moderators_are_told_once_and_the_words_stand(ben, square, listed):
    listed(flag=["odd", "代购"])
    message = say(ben, square, "An odd one: 代 购")
    messages.edit(ben, message, "An odd one: 代-购!")
    (found,) = Report.objects.all()
    assert (found.why, found.note, found.member) == ("words", "odd, 代购", None)
    assert (found.case.object, found.case.member) == (f"message:{message.pk}", ben)
    assert found.case.path == f"/c/lake/r/{square.pk}/m/{message.pk}"
    assert stored(message.pk).body == "An odd one: 代-购!"


def test_the_board_is_told_of_too(ben, listed):
    listed(flag=["odd"])
    thread = started(ben, "An odd title")
    posts.reply(ben, thread, "Odd, yes", client_id=uuid4())
    assert list(Case.objects.order_by("pk").values_list("path", flat=True)) == [
        f"/c/lake/t/{thread.pk}", f"/c/lake/t/{thread.pk}/p/2",
    ]  # fmt: skip


def test_what_two_people_say_to_each_other_is_told_to_nobody(ada, ben, listed):
    listed(flag=["odd"], block=["spam"])
    private = rooms.direct(ada, ben)
    say(ben, private, "An odd one")
    assert not Case.objects.exists()
    assert blocked(lambda: say(ben, private, "Spam")) == "Spam"


# --- The list ---------------------------------------------------------------------------------------------------------


def test_an_exception_and_a_site_count_too(ben, square, listed):
    listed(block=["微信"], allow=["微信支付"])
    listed(kind="site", block=["evil.example"], allow=["ok.evil.example"])
    say(ben, square, "微信支付 https://ok.evil.example")
    assert blocked(lambda: say(ben, square, "看 https://sub.evil.example/x")) == "sub.evil.example"


def test_what_counts_until_a_time_ends_by_itself(ben, square, listed):
    listed(block=["spam"], until=now() + timedelta(hours=1))
    assert blocked(lambda: say(ben, square, "spam")) == "spam"
    wordlists.forget()
    with time_machine.travel(now() + timedelta(hours=2)):
        assert say(ben, square, "spam").body == "spam"


def test_an_entry_that_stands_there_already_is_written_anew(ada, mo, ben, square, listed):
    listed(block=["spam"])
    listed(flag=["spam", " spam ", "", "spam"])
    entry = ListedWord.objects.get()
    assert (entry.action, entry.by) == ("flag", mo)
    assert say(ben, square, "spam").body == "spam"


def test_what_is_struck_off_may_be_said_again(mo, ben, square, listed, django_capture_on_commit_callbacks):
    listed(block=["spam"])
    assert blocked(lambda: say(ben, square, "spam")) == "spam"
    with django_capture_on_commit_callbacks(execute=True):
        wordlists.strike(Moderator(member=mo), ListedWord.objects.get())
    assert say(ben, square, "spam").body == "spam"


def test_another_process_hears_of_it_within_seconds(ben, square, listed, monkeypatch):
    say(ben, square, "spam")
    with monkeypatch.context() as kept:
        kept.setattr(wordlists, "forget", lambda: None)
        wordlists.enter(Moderator(staff=ben.user), ben.community, ["spam"], kind="word", action="block")
    assert say(ben, square, "spam").body == "spam"
    clock = wordlists.time.monotonic
    monkeypatch.setattr(wordlists.time, "monotonic", lambda: clock() + 2 * wordlists.LASTS)
    assert blocked(lambda: say(ben, square, "spam")) == "spam"


def test_another_community_has_a_list_of_its_own(ben, square, cleo, listed):
    from community.members import communities

    elsewhere = communities.found(cleo, slug="hill", name="Hill")
    listed(block=["spam"])
    room = rooms.create(elsewhere, "open", "Top")
    assert say(elsewhere, room, "spam").body == "spam"


@pytest.mark.parametrize(("kind", "line"), [("word", "***"), ("word", "…"), ("word", "x" * 101), ("site", "...")])
def test_a_line_that_nothing_could_match_is_named_and_nothing_is_entered(ada, mo, kind, line):
    with pytest.raises(InvalidInput) as refusal:
        wordlists.enter(Moderator(member=mo), ada.community, ["good", line], kind=kind, action="block")
    assert refusal.value.code == "words.unreadable"
    assert refusal.value.data["lines"] == [line[:100]]
    assert not ListedWord.objects.exists()


def test_a_list_has_an_end(ada, mo, monkeypatch):
    monkeypatch.setattr(wordlists, "MOST", 2)
    with pytest.raises(InvalidInput) as refusal:
        wordlists.enter(Moderator(member=mo), ada.community, ["a", "b", "c"], kind="word", action="block")
    assert (refusal.value.code, refusal.value.data) == ("words.too_many", {"limit": 2})


def test_only_moderators_keep_the_list_and_the_audit_knows(ada, ben, mo, listed):
    with pytest.raises(Forbidden):
        wordlists.enter(Moderator(member=ben), ada.community, ["a"], kind="word", action="block")
    listed(block=["spam", "ham"])
    with pytest.raises(Forbidden):
        wordlists.strike(Moderator(member=ben), ListedWord.objects.first())
    wordlists.strike(Moderator(member=mo), ListedWord.objects.get(text="spam"))
    entered, struck = AuditEntry.objects.order_by("pk")
    assert (entered.act, entered.data) == ("list words", {"count": 2, "action": "block"})
    assert (struck.act, struck.data) == ("strike word", {"text": "spam", "action": "block"})


def test_the_list_goes_out_as_it_comes_in(ada, listed):
    listed(block=["spam"], mask=["free money", "發票"])
    listed(kind="site", flag=["evil.example"])
    assert wordlists.lines(ListedWord.objects.all()) == (
        "flag\tsite\tevil.example\t\nblock\tword\tspam\t\nmask\tword\tfree money\t\nmask\tword\t發票\t\n"
    )


def test_judging_asks_the_database_nothing_once_the_list_is_known(ben, square, listed):
    listed(block=[f"word{number}" for number in range(50)], mask=["darn"], flag=["odd"])

    def queries(body: str) -> int:
        post = (ben.user, SocketPost(room=square.pk, client_id=uuid4(), body=body))
        with CaptureQueriesContext(connection) as captured:
            doors.post_together([post])
        return len([query for query in captured if "SAVEPOINT" not in query["sql"]])

    queries("Hello")
    assert queries("Hello") == queries("Hello darn") == 1
    Message.objects.get(body="Hello ••••")
