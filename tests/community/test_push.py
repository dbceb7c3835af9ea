"""From a notice to a device: whom it rings for, with which words, and what becomes of services that refuse."""

from uuid import uuid4

import pytest
import time_machine
from django.conf import settings

from chat import messages, rooms, seats
from chat.models import Message
from community.clock import now
from community.errors import InvalidInput
from community.notifications import notices
from community.push import endpoints, keys, sending, tasks, turns, wishes
from community.push.models import Device, Turn
from tests.community import push_service


@pytest.fixture
def service(monkeypatch):
    with push_service.running() as running:
        monkeypatch.setitem(settings.OXBOW, "PUSH_SERVICES", [running.netloc])
        yield running


@pytest.fixture
def browser(service, api, ben):
    """Ben's browser, which asked to be told."""
    mine = push_service.Browser()
    api(ben).post("me/push/devices/", {"endpoint": service.endpoint(), "keys": mine.keys(), "name": "Phone"})
    return mine


@pytest.fixture
def call(ada, square, django_capture_on_commit_callbacks, monkeypatch):
    """`call("words")`: Ada says so in the square, or elsewhere, and everything that follows is done at once."""
    for task in (tasks.consider, tasks.deliver):
        monkeypatch.setattr(task, "apply_async", lambda args, task=task: task.run(*args))
    monkeypatch.setattr("community.jobs.queue._sender", _AtOnce())

    def say(words: str, room=square):
        from chat.tasks import tell_of_message

        message = messages.post(ada, room, words, client_id=uuid4())
        with django_capture_on_commit_callbacks(execute=True):
            tell_of_message(message.id)
        return message

    return say


class _AtOnce:
    def submit(self, act, *args):
        act(*args)


def test_a_mention_rings_with_its_words_and_leads_to_the_message(service, browser, call, square):
    said = call("Are you coming, @Ben?")
    (note,) = service.notes(browser)
    assert (note["title"], note["body"]) == ("Ada mentioned you", "Are you coming, @Ben?")
    assert note["path"] == f"/c/lake/r/{square.pk}?at={said.seq}"
    assert note["tag"] == f"lake/room:{square.pk}"
    headers = service.posted[0][0]
    assert headers["content-encoding"] == "aes128gcm"
    assert int(headers["ttl"]) > 0
    assert b"coming" not in service.posted[0][1]


def test_the_site_proves_who_it_is_with_the_key_that_browsers_were_given(service, browser, call, api, ben):
    call("@Ben")
    assert service.posted[0][0]["authorization"].endswith(f"k={api(ben).get('me/push/')['key']}")
    assert service.claims()["sub"].startswith("mailto:")


def test_a_place_has_one_notification_with_a_count(service, browser, call):
    call("@Ben one")
    call("@Ben two")
    first, second = service.notes(browser)
    assert first["tag"] == second["tag"]
    assert second["count"] == 2
    assert second["body"] == "@Ben two\nand 1 more"


def test_what_was_read_elsewhere_meanwhile_rings_nowhere(service, browser, call, ben, square):
    with time_machine.travel("2026-05-04T20:00:00Z", tick=False):
        wishes.change(ben.user, {"quiet_from": 19, "quiet_to": 22})
        said = call("@Ben in the evening")
    assert service.posted == []
    seats.read(ben, square, said.seq)
    with time_machine.travel("2026-05-04T22:00:00Z", tick=False):
        tasks.take_due.run()
    assert service.posted == []


def test_quiet_hours_put_a_ring_off_and_the_clock_brings_it_once(
    service, browser, call, ben, django_capture_on_commit_callbacks
):
    with time_machine.travel("2026-05-04T20:00:00Z", tick=False):
        wishes.change(ben.user, {"quiet_from": 19, "quiet_to": 22})
        call("@Ben one")
        call("@Ben two")
    for _ in range(2):
        with time_machine.travel("2026-05-04T22:00:30Z", tick=False), django_capture_on_commit_callbacks(execute=True):
            tasks.take_due.run()
    (note,) = service.notes(browser)
    assert note["count"] == 2


def test_a_room_can_be_quieter_than_the_rest_and_the_bell_counts_all_the_same(service, browser, call, api, ben, square):
    api(ben).put(f"communities/lake/push/room:{square.pk}/", {"level": "nothing"})
    call("@Ben")
    assert service.posted == []
    assert notices.unread(ben) == 1


@pytest.fixture
def follow(ada, ben, django_capture_on_commit_callbacks, call):
    """`follow("thread:3")`: something happens there that Ben follows, and everything that follows is done at once."""

    def tell(place: str, kind: str = "thread_reply"):
        with django_capture_on_commit_callbacks(execute=True):
            notices.tell(ben, kind, key=uuid4().hex, actor=ada, place=place, number=1, excerpt="A reply")

    return tell


def test_a_thread_can_be_quieter_than_the_rest(service, browser, follow, api, ben):
    api(ben).put("communities/lake/push/thread:3/", {"level": "mentions"})
    follow("thread:3")
    assert service.posted == []
    follow("thread:3", "mention")
    follow("thread:4")
    assert [note["tag"] for note in service.notes(browser)] == ["lake/thread:3", "lake/thread:4"]


def test_a_room_has_quiet_hours_of_its_own_and_the_clock_brings_the_ring(
    service, browser, call, api, ben, square, django_capture_on_commit_callbacks
):
    api(ben).put(f"communities/lake/push/room:{square.pk}/", {"quiet": {"first": 19, "last": 22}})
    with time_machine.travel("2026-05-04T20:00:00Z", tick=False):
        call("@Ben")
        tasks.take_due.run()
    assert service.posted == []
    with time_machine.travel("2026-05-04T22:00:30Z", tick=False), django_capture_on_commit_callbacks(execute=True):
        tasks.take_due.run()
    assert len(service.notes(browser)) == 1


@pytest.mark.parametrize("wish", ["everywhere", "here"])
def test_a_place_rings_at_most_once_an_hour_where_that_is_wanted(
    service, browser, call, api, ben, square, wish, django_capture_on_commit_callbacks
):
    if wish == "everywhere":
        api(ben).patch("me/push/", {"hourly": True})
    else:
        api(ben).put(f"communities/lake/push/room:{square.pk}/", {"hourly": True})
    with time_machine.travel("2026-05-04T12:00:00Z", tick=False):
        call("@Ben one")
    with time_machine.travel("2026-05-04T12:20:00Z", tick=False):
        call("@Ben two")
        call("@Ben three")
        tasks.take_due.run()
    assert len(service.notes(browser)) == 1
    with time_machine.travel("2026-05-04T13:00:30Z", tick=False), django_capture_on_commit_callbacks(execute=True):
        tasks.take_due.run()
    assert [note["count"] for note in service.notes(browser)] == [1, 3]


def test_whoever_hides_contents_shows_neither_names_nor_words(service, browser, call, api, ben):
    api(ben).patch("me/push/", {"hide": True})
    call("@Ben the key is under the mat")
    (note,) = service.notes(browser)
    assert (note["title"], note["body"]) == ("Lake", "1 notice is waiting for you")


def test_what_somebody_writes_to_another_alone_rings_like_a_call_and_leads_to_where_it_begins(
    service, browser, call, api, ada, ben
):
    api(ben).patch("me/push/", {"level": "mentions"})
    private = rooms.direct(ada, ben)
    first = call("Hello", private)
    call("Are you coming?", private)
    alone, both = service.notes(browser)
    assert (alone["title"], alone["body"], alone["count"]) == ("Ada wrote to you", "Hello", 1)
    assert (both["body"], both["count"]) == ("Are you coming?\nand 1 more", 2)
    assert (both["tag"], both["path"]) == (f"lake/room:{private.pk}", f"/c/lake/r/{private.pk}?at={first.seq}")


def test_a_direct_message_that_is_taken_back_rings_no_more(service, browser, call, ada, ben):
    private = rooms.direct(ada, ben)
    with time_machine.travel("2026-05-04T20:00:00Z", tick=False):
        wishes.change(ben.user, {"quiet_from": 19, "quiet_to": 22})
        for words in ("Hello", "A secret"):
            said = call(words, private)
        messages.recall(ada, Message.objects.select_related("room").get(pk=said.id))
    with time_machine.travel("2026-05-04T22:00:00Z", tick=False):
        ring = turns.take(Turn.objects.get(member=ben).pk)
        sending.deliver(*ring[0])
    (note,) = service.notes(browser)
    assert (note["body"], note["count"]) == ("Hello", 1)


def test_contents_that_are_hidden_are_counted_one_by_one_in_a_direct_room(service, browser, call, api, ada, ben):
    api(ben).patch("me/push/", {"hide": True})
    private = rooms.direct(ada, ben)
    for words in ("The key", "is under the mat"):
        call(words, private)
    assert [note["body"] for note in service.notes(browser)] == [
        "1 notice is waiting for you", "2 notices are waiting for you",
    ]  # fmt: skip


def test_it_is_worded_in_the_language_of_the_account(service, browser, call, ben):
    type(ben.user).objects.filter(pk=ben.user_id).update(locale="zh-Hans")
    call("@Ben 开饭了")
    assert service.notes(browser)[0]["title"] == "Ada 提到了你"


def test_another_place_that_was_read_is_put_away_with_the_next_note(service, browser, call, ben, square, ada):
    notices.tell(ben, "invited", key="x", actor=ada, place="room:77", excerpt="Den")
    call("@Ben")
    assert set(service.notes(browser)[0]["still"]) == {f"lake/room:{square.pk}", "lake/room:77"}


@pytest.mark.parametrize("status", [404, 410])
def test_a_subscription_that_is_gone_is_forgotten(service, browser, call, status):
    service.status = status
    call("@Ben")
    assert not Device.objects.exists()


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_that_is_busy_is_asked_again(service, browser, ben, ada, square, status):
    service.status = status
    notices.tell(ben, "mention", key="x", actor=ada, place="room:1", number=1, excerpt="Hello")
    (ring,) = turns.consider(ben.notices.get().pk)
    with pytest.raises(sending.NotTaken):
        sending.deliver(*ring)
    service.status = 201
    sending.deliver(*ring)
    assert len(service.posted) == 2


def test_a_redirect_is_not_followed(service, browser, call):
    service.status = 307
    call("@Ben")
    assert len(service.posted) == 1


def test_two_workers_take_a_turn_once(ben, browser):
    turn = Turn.objects.create(member=ben, place="room:1", due_at=now())
    assert len(turns.take(turn.pk)) == 1
    assert turns.take(turn.pk) == []


def test_whoever_left_hears_nothing_more(service, browser, ben, ada):
    notices.tell(ben, "mention", key="x", actor=ada, place="room:1", number=1, excerpt="Hello")
    (ring,) = turns.consider(ben.notices.get().pk)
    type(ben).objects.filter(pk=ben.pk).update(left_at=now())
    sending.deliver(*ring)
    assert service.posted == []


def test_a_browser_that_changes_hands_rings_for_the_new_one_only(service, browser, api, ada, ben):
    mine = push_service.Browser()
    api(ada).post("me/push/devices/", {"endpoint": service.endpoint(), "keys": mine.keys()})
    assert Device.objects.get().user == ada.user


def test_an_account_has_ten_browsers_and_the_oldest_goes(service, api, ben):
    for number in range(12):
        api(ben).post(
            "me/push/devices/", {"endpoint": service.endpoint(str(number)), "keys": push_service.Browser().keys()}
        )
    assert api(ben).get("me/push/")["devices"] == 10
    assert not Device.objects.filter(endpoint__endswith="/1").exists()


def test_nobody_takes_away_the_browser_of_another(service, browser, api, ada):
    api(ada).request("DELETE", "me/push/devices/", {"endpoint": service.endpoint()})
    assert Device.objects.count() == 1


def test_the_key_is_drawn_once_and_an_operator_may_bring_their_own(db, monkeypatch):
    assert keys.own().shown == keys.own().shown
    brought = keys.draw()
    monkeypatch.setitem(settings.OXBOW, "PUSH_KEY", brought)
    assert keys.own().shown != ""
    monkeypatch.setitem(settings.OXBOW, "PUSH_KEY", "")
    assert keys.own().shown == keys.own().shown


FORBIDDEN = [
    "http://push.example.org/x", "ftp://push.example.org/x", "https://", "not an address",
    "https://127.0.0.1/x", "https://10.0.0.8/x", "https://192.168.1.1/x", "https://172.16.0.1/x", "https://169.254.169.254/latest",
    "https://[::1]/x", "https://[64:ff9b::a00:1]/x", "https://[fe80::1]/x", "https://[fc00::1]/x",
    "https://[::ffff:10.0.0.1]/x", "https://0.0.0.0/x",
    "https://100.64.0.1/x", "https://localhost/x", "https://db/x", "https://redis.internal/x", "https://printer.local/x",
    "https://push.example.org:6379/x", "https://push.example.org:99999/x", "https://user:secret@push.example.org/x",
    "https://püsh.example.org/x", "https://push.example.org/" + "x" * 1000,
]  # fmt: skip


@pytest.mark.parametrize("endpoint", FORBIDDEN)
def test_no_note_goes_into_a_private_network(endpoint):
    with pytest.raises(InvalidInput):
        endpoints.require(endpoint)
    with pytest.raises(endpoints.Unreachable):
        endpoints.send(endpoint, b"", {})


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["8.8.8.8", "192.168.0.9"],
        ["::1"],
        ["::ffff:127.0.0.1"],
        ["2002:7f00:1::"],
        ["64:ff9b::a00:1"],
    ],
)
def test_a_name_that_leads_inside_is_not_connected_to(monkeypatch, addresses):
    found = [(0, 0, 0, "", (address, 443)) for address in addresses]
    monkeypatch.setattr(endpoints.socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(endpoints.socket, "create_connection", lambda *_: pytest.fail("It was connected to."))
    with pytest.raises(endpoints.Unreachable, match="private"):
        endpoints.send("https://rebound.example.org/x", b"", {})


def test_the_connection_goes_to_the_address_that_was_judged(monkeypatch):
    reached = []
    monkeypatch.setattr(endpoints.socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", ("8.8.8.8", 443))])
    monkeypatch.setattr(
        endpoints.socket,
        "create_connection",
        lambda at, *_: reached.append(at) or (_ for _ in ()).throw(OSError("off")),
    )
    with pytest.raises(endpoints.Unreachable, match="off"):
        endpoints.send("https://push.example.org/x", b"", {})
    assert reached == [("8.8.8.8", 443)]


BAD_DEVICES = [
    {"endpoint": "https://push.example.org/x"},
    {"endpoint": "https://push.example.org/x", "keys": {"p256dh": "AAAA", "auth": "AAAA"}},
    {"endpoint": "https://push.example.org/x", "keys": {"p256dh": "é", "auth": "é"}},
]


@pytest.mark.parametrize("wanted", BAD_DEVICES)
def test_a_subscription_without_proper_keys_is_refused(api, ben, wanted):
    assert api(ben).refused("POST", "me/push/devices/", wanted) == "input.invalid"


@pytest.mark.parametrize("quiet", [{"first": 5, "last": 5}, {"first": -1, "last": 5}, {"first": 5}, 7])
def test_quiet_hours_that_are_none_are_refused(api, ben, quiet):
    assert api(ben).refused("PATCH", "me/push/", {"quiet": quiet}) == "input.invalid"


def test_quiet_hours_are_set_and_ended(api, ben):
    assert api(ben).patch("me/push/", {"quiet": {"first": 22, "last": 7}})["quiet"] == {"first": 22, "last": 7}
    assert api(ben).patch("me/push/", {"hourly": True})["quiet"] == {"first": 22, "last": 7}
    assert api(ben).patch("me/push/", {"quiet": None})["quiet"] is None


def test_a_place_without_wishes_of_its_own_is_no_row(api, ben):
    path = "communities/lake/push/thread:3/"
    assert api(ben).put(path, {"level": "mentions", "quiet": {"first": 1, "last": 2}})["level"] == "mentions"
    assert api(ben).get(path) == {"level": "mentions", "quiet": {"first": 1, "last": 2}, "hourly": None}
    assert api(ben).put(path, {}) == {"level": None, "quiet": None, "hourly": None}
    assert not ben.push_places.exists()
    assert api(ben).refused("GET", "communities/lake/push/anything/") == "input.invalid"
