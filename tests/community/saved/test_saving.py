"""What members save: for themselves alone, once, and shown only while they may read it."""

import pytest
from django.conf import settings

from board import merging, posts
from chat import messages, seats
from community.moderation.audit import Moderator
from community.saved import listing, saving
from community.saved.models import Saved
from tests.board.acts import fresh, promote, reply, say, start, together
from tests.contract.test_query_budgets import queries

pytestmark = pytest.mark.django_db

LIST, KEYS = "communities/lake/saved/", "communities/lake/saved/keys/"


def place(kind: str, pk: int) -> str:
    return f"{LIST}{kind}/{pk}/"


def shown(browser) -> list[tuple[str, str | None]]:
    """Each key, and the words that stand beside it."""
    return [(row["key"], words(row["thing"])) for row in browser.get(LIST)["results"]]


def words(thing) -> str | None:
    return thing and "".join(piece["text"] for piece in thing["pieces"])


def test_what_was_saved_is_listed_the_last_first_with_its_words_and_its_place(api, ada, ben, square):
    message, thread = say(ada, square, "The boat leaves at **nine**"), start(ada, "Boats")
    post = reply(ada, thread, "Bring a coat")
    for kind, pk in (("message", message.pk), ("thread", thread.pk), ("post", post.pk)):
        api(ben).put(place(kind, pk))
    keys = [f"post:{post.pk}", f"thread:{thread.pk}", f"message:{message.pk}"]
    assert shown(api(ben)) == list(zip(keys, ["Bring a coat", "Boats", "The boat leaves at nine"], strict=True))
    said = api(ben).get(LIST)["results"][2]["thing"]
    assert (said["room"], said["seq"], said["author"]["name"]) == (square.pk, message.seq, "Ada")
    assert api(ben).get(KEYS)["keys"] == keys


def test_saving_twice_is_saving_once_and_letting_go_twice_is_nothing_more(api, ada, ben, square):
    message = say(ada, square)
    for _ in range(2):
        api(ben).put(place("message", message.pk))
    assert Saved.objects.count() == 1
    for _ in range(2):
        api(ben).delete(place("message", message.pk))
    assert not Saved.objects.exists()


def test_nobody_else_sees_what_was_saved(api, ada, ben, square):
    message = say(ada, square)
    api(ben).put(place("message", message.pk))
    assert (api(ada).get(LIST)["results"], api(ada).get(KEYS)["keys"]) == ([], [])
    assert not ada.notices.exists()


def test_what_one_may_not_read_cannot_be_saved(api, ada, mo, den):
    secret = say(ada, den, "Between us")
    assert api(mo).refused("PUT", place("message", secret.pk)) == "not_found"


@pytest.mark.parametrize(("kind", "pk"), [("member", 1), ("%00", 1), ("message", 10**30), ("thread", 0)])
def test_what_is_no_thing_cannot_be_saved(api, ben, kind, pk):
    assert api(ben).refused("PUT", place(kind, pk)) == "not_found"


def test_words_that_were_taken_back_are_shown_as_gone(api, ada, ben, square):
    message = say(ada, square, "I should not have said this")
    saving.save(ben, "message", message.pk)
    messages.delete(ada, message)
    assert shown(api(ben)) == [(f"message:{message.pk}", None)]
    api(ben).delete(place("message", message.pk))
    assert shown(api(ben)) == []


def test_whoever_left_a_room_keeps_no_words_of_it(api, ada, ben, den):
    message = say(ada, den, "Between us")
    saving.save(ben, "message", message.pk)
    seats.give_up(den, ben)
    assert shown(api(ben)) == [(f"message:{message.pk}", None)]


def test_a_hidden_post_is_gone_until_it_is_restored(api, ada, ben, mo):
    post = reply(ada, start(ada), "Quite a post")
    saving.save(ben, "post", post.pk)
    posts.hide(Moderator(member=mo), post)
    assert shown(api(ben)) == [(f"post:{post.pk}", None)]
    posts.restore(Moderator(member=mo), type(post).objects.get(pk=post.pk))
    assert shown(api(ben)) == [(f"post:{post.pk}", "Quite a post")]


def test_a_promoted_message_stays_where_it_was_saved_and_can_be_saved_where_it_went(api, ada, ben, square):
    message = say(ada, square, "Let us build a raft")
    saving.save(ben, "message", message.pk)
    post = promote(ada, square, [message]).thread.posts.get(message=message)
    saving.save(ben, "post", post.pk)
    assert [text for _, text in shown(api(ben))] == ["Let us build a raft"] * 2


def test_a_merged_thread_is_found_as_the_one_that_it_became(ada, ben, mo):
    gone, kept = start(ada, "Boats"), start(ada, "Rafts")
    saving.save(ben, "thread", gone.pk)
    for thread in (gone, kept):
        saving.save(mo, "thread", thread.pk)
    merging.merge(mo, gone, fresh(kept))
    assert [listing.keys(member) for member in (ben, mo)] == [[f"thread:{kept.pk}"]] * 2


def test_more_than_the_limit_is_refused_but_what_is_saved_stays_so(api, ada, ben, square, monkeypatch):
    monkeypatch.setitem(settings.OXBOW, "SAVED", 1)
    first, second = say(ada, square), say(ada, square)
    api(ben).put(place("message", first.pk))
    assert api(ben).refused("PUT", place("message", second.pk)) == "saving.too_many"
    api(ben).put(place("message", first.pk))


def test_pages_go_on_where_the_last_one_ended_though_more_is_saved_meanwhile(api, ada, ben, square, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    said = [say(ada, square, f"Words {number}") for number in range(5)]
    for message in said[:4]:
        saving.save(ben, "message", message.pk)
    first = api(ben).get(LIST)
    saving.save(ben, "message", said[4].pk)
    second = api(ben).get(f"{LIST}?after={first['next']}")
    assert [words(row["thing"]) for row in first["results"] + second["results"]] == [
        "Words 3", "Words 2", "Words 1", "Words 0",
    ]  # fmt: skip
    assert second["next"] is None


def test_a_page_costs_the_same_whatever_is_on_it(api, ada, ben, square):
    def fill(by: int) -> None:
        for number in range(by):
            thread = start(ada, f"Thread {number}")
            saving.save(ben, "thread", thread.pk)
            saving.save(ben, "post", reply(ada, thread).pk)
            saving.save(ben, "message", say(ada, square).pk)

    fill(1)
    browser = api(ben)
    small = queries(lambda: browser.get(LIST))
    fill(8)
    assert queries(lambda: browser.get(LIST)) == small <= 7
    assert queries(lambda: browser.get(KEYS)) <= 4


def test_saved_twice_at_once_it_is_saved_once(transactional_db, ada, ben, square):
    message = say(ada, square)
    outcomes = together([lambda: saving.save(ben, "message", message.pk)] * 4)
    assert {outcome.pk for outcome in outcomes} == set(Saved.objects.values_list("pk", flat=True))
    assert Saved.objects.count() == 1


def test_the_limit_holds_for_what_is_saved_at_once(transactional_db, ada, ben, square, monkeypatch):
    monkeypatch.setitem(settings.OXBOW, "SAVED", 2)
    said = [say(ada, square) for _ in range(4)]
    outcomes = together([lambda pk=message.pk: saving.save(ben, "message", pk) for message in said])
    assert Saved.objects.count() == 2
    assert [outcome.code for outcome in outcomes if isinstance(outcome, Exception)] == ["saving.too_many"] * 2
