"""What is held back is read by nobody before a moderator lets it through, and nothing of it is lost."""

from datetime import timedelta
from uuid import uuid4

import pytest

from board import posts, threads
from board.models import Category, Post, Thread
from chat import drafting, messages, posting, rooms
from chat.models import Message, Room
from community.clock import now
from community.errors import Refusal
from community.files import tidying
from community.files.models import File
from community.members import communities
from community.moderation import cases, wordlists
from community.moderation.models import Case, Hold
from tests.chat.test_messages import run_all
from tests.conftest import joined
from tests.uploads import picture, upload


def refused(act) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value


@pytest.fixture
def listed(by_mo, community):
    wordlists.enter(by_mo, community, ["casino"], kind="word", action="hold")
    wordlists.forget()


def say(member, room, body="A casino!", **more):
    more = {"client_id": uuid4()} | more
    return messages.post(member, Room.objects.get(pk=room.pk), body, **more)


@pytest.fixture
def waiting(ben, square, listed) -> Hold:
    assert refused(lambda: say(ben, square)).code == "post.held"
    return Hold.objects.get()


def case_of(held: Hold) -> Case:
    return Case.objects.get(object=f"hold:{held.pk}")


# --- Held -------------------------------------------------------------------------------------------------------------


def test_what_is_held_is_in_no_room_and_in_the_queue(ben, square, waiting):
    assert not Message.objects.exists()
    case = case_of(waiting)
    assert (case.member, case.words, case.place) == (ben, "A casino!", f"room:{square.pk}")
    assert case.reports.get().note == "casino"


def test_sending_it_again_holds_it_once_and_says_the_same(ben, square, listed):
    again = uuid4()
    answers = [refused(lambda: say(ben, square, client_id=again)).data for _ in range(2)]
    assert answers[0] == answers[1] == {"hold": Hold.objects.get().pk}
    assert Case.objects.count() == 1


def test_sent_twice_at_once_it_is_held_once(transactional_db, ben, square, listed):
    again, codes = uuid4(), []
    run_all([lambda: codes.append(refused(lambda: say(ben, square, client_id=again)).code)] * 2)
    assert codes == ["post.held", "post.held"]
    assert Hold.objects.count() == Case.objects.count() == 1


def test_a_held_post_does_not_hold_up_its_neighbours(ada, ben, square, listed):
    room = Room.objects.get(pk=square.pk)
    said = [(ben, "One"), (ben, "A casino!"), (ada, "Two")]
    wanted = [drafting.Post(author, room, body, uuid4()) for author, body in said]
    outcomes = posting.together(wanted)
    assert [getattr(one, "body", None) or one.code for one in outcomes] == ["One", "post.held", "Two"]


def test_what_may_not_stand_in_a_room_does_not_wait_for_it_either(ada, ben, square, listed):
    rooms.edit(ada, square, {"terms": {"writers": "hosts"}})
    assert refused(lambda: say(ben, square)).code == "room.read_only"
    rooms.edit(ada, square, {"terms": {"daily": 1}})
    say(ben, square, "The one of today")
    assert refused(lambda: say(ben, square)).code == "room.daily"
    assert not Hold.objects.exists()


def test_nobody_floods_the_queue(ben, square, listed, settings):
    settings.OXBOW = settings.OXBOW | {"POSTS": (2, 10**9)}
    codes = [refused(lambda: say(ben, square)).code for _ in range(3)]
    assert codes == ["post.held", "post.held", "post.too_fast"]
    assert Hold.objects.count() == 2


def test_what_two_people_say_to_each_other_is_not_held(ada, ben, listed):
    say(ben, rooms.direct(ada, ben))
    assert not Hold.objects.exists()


def test_edits_and_names_cannot_wait_and_are_refused(ada, ben, square, listed):
    said = say(ben, square, "Nothing odd")
    assert refused(lambda: messages.edit(ben, Message.objects.get(pk=said.id), "A casino!")).code == "words.blocked"
    assert refused(lambda: rooms.create(ada, "open", "Casino")).code == "words.blocked"


# --- Let through ------------------------------------------------------------------------------------------------------


def test_what_is_let_through_appears_as_its_author_sent_it(api, by_mo, ada, ben, square, listed):
    asked = say(ada, square, "Where do we meet?")
    file, again = upload(api(ben), picture(), "image"), uuid4()
    for _ in range(2):
        refusal = refused(lambda: say(ben, square, client_id=again, reply_to=asked.id, files=[file["id"]]))
        assert refusal.code == "post.held"
    File.objects.update(created_at=now() - timedelta(days=3))
    tidying.tidy()  # what waits is not thrown away, however long a moderator takes
    cases.settle(by_mo, Case.objects.get(), "keep")
    message = Message.objects.get(client_id=again)
    assert (message.body, message.author, message.reply_to_id, len(message.files)) == ("A casino!", ben, asked.id, 1)
    assert Hold.objects.get().published_as == f"message:{message.pk}"
    assert ben.notices.get(kind="held_decided").data["outcome"] == "published"


def test_its_author_who_sends_it_again_afterwards_gets_the_message(by_mo, ben, square, waiting):
    cases.settle(by_mo, case_of(waiting), "keep")
    assert say(ben, square, client_id=waiting.client_id).id == Message.objects.get().pk


def test_what_stands_against_it_by_now_keeps_it_waiting(by_mo, ada, ben, square, waiting):
    rooms.edit(ada, square, {"archived": True})
    assert refused(lambda: cases.settle(by_mo, case_of(waiting), "keep")).code == "room.read_only"
    assert case_of(waiting).is_open()
    assert Hold.objects.get().waits()


def test_whoever_has_left_publishes_nothing(by_mo, ben, waiting):
    communities.leave(ben)
    assert refused(lambda: cases.settle(by_mo, case_of(waiting), "keep")).code == "not_found"


# --- Refused ----------------------------------------------------------------------------------------------------------


def test_what_is_refused_stays_unread_and_its_author_hears_why(by_mo, ben, square, waiting):
    cases.settle(by_mo, case_of(waiting), "hide", reason="Advertising.")
    assert not Message.objects.exists()
    assert not ben.notices.filter(kind="words_hidden").exists()
    notice = ben.notices.get(kind="held_decided")
    assert (notice.data["outcome"], notice.excerpt) == ("refused", "Advertising.")
    assert refused(lambda: say(ben, square, client_id=waiting.client_id)).code == "post.refused"


def test_a_refusal_that_is_undone_waits_again(by_mo, waiting):
    cases.settle(by_mo, case_of(waiting), "hide")
    cases.reopen(by_mo, case_of(waiting))
    assert Hold.objects.get().waits()
    cases.settle(by_mo, case_of(waiting), "keep")
    assert Message.objects.count() == 1


def test_what_was_let_through_by_mistake_is_hidden(by_mo, waiting):
    cases.settle(by_mo, case_of(waiting), "keep")
    cases.reopen(by_mo, case_of(waiting))
    cases.settle(by_mo, case_of(waiting), "hide")
    assert Message.objects.get().removal.kind == "hidden"
    cases.reopen(by_mo, case_of(waiting))
    assert not hasattr(Message.objects.get(), "removal")


# --- Its author -------------------------------------------------------------------------------------------------------


def test_its_author_sees_what_waits_and_takes_it_back(api, ada, ben, waiting):
    (row,) = api(ben).get("communities/lake/holds/")["results"]
    assert (row["words"], row["client_id"], row["refused"]) == ("A casino!", str(waiting.client_id), False)
    assert api(ada).get("communities/lake/holds/")["results"] == []
    assert api(ada).refused("DELETE", f"holds/{waiting.pk}/") == "not_found"
    api(ben).delete(f"holds/{waiting.pk}/")
    assert not Hold.objects.exists()
    assert not Case.objects.get().is_open()


def test_what_was_decided_is_not_taken_back(api, by_mo, ben, waiting):
    cases.settle(by_mo, case_of(waiting), "keep")
    assert api(ben).refused("DELETE", f"holds/{waiting.pk}/") == "post.decided"


def test_taking_back_and_letting_through_at_once_ends_one_way(transactional_db, api, by_mo, ben, waiting):
    outcomes = []

    def settle():
        try:
            cases.settle(by_mo, case_of(waiting), "keep")
            outcomes.append("published")
        except Refusal as refusal:
            outcomes.append(refusal.code)

    def take_back():
        answer = api(ben).request("DELETE", f"holds/{waiting.pk}/")
        outcomes.append("taken back" if answer.status_code == 200 else answer.json()["code"])

    run_all([settle, take_back])
    ways = ({"published", "post.decided"}, {"case.settled", "taken back"}, {"not_found", "taken back"})
    assert set(outcomes) in ways
    assert Message.objects.exists() is ("published" in outcomes)


def test_its_files_are_seen_by_its_author_and_those_who_decide(api, ada, ben, mo, square, listed):
    file = upload(api(ben), picture(), "image")
    refused(lambda: say(ben, square, files=[file["id"]]))
    dora = joined(ben.community, "Dora")
    seen = [api(who).request("GET", f"files/{file['id']}/").status_code for who in (ben, mo, ada, dora)]
    assert seen == [200, 200, 200, 404]


def test_files_of_what_was_taken_back_can_be_sent_with_something_else(api, ben, square, listed):
    file = upload(api(ben), picture(), "image")
    refused(lambda: say(ben, square, files=[file["id"]]))
    api(ben).delete(f"holds/{Hold.objects.get().pk}/")
    assert say(ben, square, "Just a picture", files=[file["id"]]).files


def test_files_of_what_was_refused_come_back_with_it(api, by_mo, ben, square, listed):
    file = upload(api(ben), picture(), "image")
    refused(lambda: say(ben, square, files=[file["id"]]))
    for verdict in ("hide", "keep"):
        cases.settle(by_mo, Case.objects.get(), verdict)
        if verdict == "hide":
            cases.reopen(by_mo, Case.objects.get())
    assert len(Message.objects.get().files) == 1


# --- The board --------------------------------------------------------------------------------------------------------


def test_threads_and_posts_wait_too(api, by_mo, ben, listed):
    category, named = Category.objects.get(community=ben.community), uuid4()
    for title, body in (("A casino", "Come"), ("An evening out", "To the casino")):
        refusal = refused(lambda t=title, b=body: threads.start(ben, category, t, b, ["fun"], client_id=uuid4()))
        assert refusal.code == "post.held"
    assert not Thread.objects.exists()
    for case in Case.objects.order_by("pk"):
        cases.settle(by_mo, case, "keep")
    thread = Thread.objects.get(title="An evening out")
    assert list(thread.tags.values_list("name", flat=True)) == ["fun"]
    file = upload(api(ben), picture(), "image")
    for _ in range(2):
        refusal = refused(lambda: posts.reply(ben, thread, "Casino!", client_id=named, files=[file["id"]]))
        assert refusal.code == "post.held"
    cases.settle(by_mo, Case.objects.get(settled_at=None), "keep")
    assert Post.objects.get(client_id=named).body == "Casino!"
