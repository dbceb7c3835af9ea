"""State + events = state: after every verb a client that only listened shows what one that fetches anew shows."""

from uuid import uuid4

import pytest

from board import merging, moving, posts, promotions, reactions, splitting, threads
from board.kinds import answers, converting, ideas, notes
from board.models import Thread
from chat import messages
from chat import reactions as in_stream
from chat.models import Message
from community.moderation.audit import Moderator
from community.realtime import publish
from tests.board.acts import category_for, fresh, fresh_post, reply, say, start
from tests.board.mirror import Mirror, heard


def post_of(thread, seq):
    return fresh_post(thread.posts.get(seq=seq).pk)


def _with_reply(cast):
    other = start(cast["ada"], "Another")
    reply(cast["ben"], other, "Under that")
    return fresh(other)


def message_of(thread, seq):
    pk = thread.posts.get(seq=seq).message_id
    return Message.objects.select_related("room", "author", "removal").get(pk=pk)


WRITTEN = {
    "reply": lambda cast, thread: reply(cast["ben"], thread, "More"),
    "nested reply": lambda cast, thread: reply(cast["ada"], thread, "Under it", parent=post_of(thread, 2)),
    "edit": lambda cast, thread: posts.edit(cast["ben"], post_of(thread, 2), "Changed"),
    "edit of the opening": lambda cast, thread: posts.edit(cast["ada"], post_of(thread, 1), "Changed"),
    "delete": lambda cast, thread: posts.delete(cast["ben"], post_of(thread, 2)),
    "hide": lambda cast, thread: posts.hide(cast["moderator"], post_of(thread, 2)),
    "hide and restore": lambda cast, thread: (
        posts.hide(cast["moderator"], post_of(thread, 2)),
        posts.restore(cast["moderator"], post_of(thread, 2)),
    ),
    "react": lambda cast, thread: reactions.add(cast["ada"], post_of(thread, 2), "👍"),
    "take back": lambda cast, thread: (
        reactions.add(cast["ada"], post_of(thread, 2), "👍"),
        reactions.take_back(cast["ada"], post_of(thread, 2), "👍"),
    ),
    "rename": lambda cast, thread: threads.edit(cast["ada"], thread, "Another title", ["one", "two"]),
    "lock": lambda cast, thread: threads.lock(cast["moderator"], thread),
    "unlock": lambda cast, thread: threads.unlock(cast["moderator"], thread),
    "pin": lambda cast, thread: threads.pin(cast["moderator"], thread),
    "unpin": lambda cast, thread: threads.unpin(cast["moderator"], thread),
    "remove": lambda cast, thread: threads.remove(cast["moderator"], thread),
    "remove and restore": lambda cast, thread: (
        threads.remove(cast["moderator"], thread),
        threads.restore(cast["moderator"], fresh(thread)),
    ),
    "convert and accept": lambda cast, thread: (
        converting.convert(cast["ada"], fresh(thread), "question", was="discussion", status=None),
        answers.accept(cast["ada"], fresh(thread), post_of(thread, 2).pk),
        posts.edit(cast["ben"], post_of(thread, 2), "Changed"),
    ),
    "accept and hide": lambda cast, thread: (
        converting.convert(cast["ada"], fresh(thread), "question", was="discussion", status=None),
        answers.accept(cast["ada"], fresh(thread), post_of(thread, 2).pk),
        posts.hide(cast["moderator"], post_of(thread, 2)),
    ),
    "decide": lambda cast, thread: (
        converting.convert(cast["ada"], fresh(thread), "idea", was="discussion", status=None),
        ideas.decide(cast["mo"], fresh(thread), "planned", "Soon", was="open"),
    ),
    "write together": lambda cast, thread: (
        converting.convert(cast["ada"], fresh(thread), "note", was="discussion", status=None),
        notes.write(cast["mo"], fresh(thread), "Changed", revision=1),
    ),
    "move": lambda cast, thread: moving.move(cast["mo"], thread, category_for(cast["ada"], "staff")),
    "merge away": lambda cast, thread: merging.merge(cast["mo"], thread, start(cast["ada"])),
    "merge in": lambda cast, thread: merging.merge(cast["mo"], _with_reply(cast), thread),
    "split": lambda cast, thread: splitting.split(
        cast["mo"], thread, [post_of(thread, 2).pk], "On its own", client_id=uuid4()
    ),
    "split and merge back": lambda cast, thread: merging.merge(
        cast["mo"],
        fresh(
            Thread(pk=splitting.split(cast["mo"], thread, [post_of(thread, 2).pk], "On its own", client_id=uuid4()).id)
        ),
        thread,
    ),
}
PROMOTED = {
    "reply": lambda cast, thread: reply(cast["ben"], thread, "On the board"),
    "edit in the stream": lambda cast, thread: messages.edit(cast["ada"], message_of(thread, 1), "Changed"),
    "delete in the stream": lambda cast, thread: messages.delete(cast["ben"], message_of(thread, 2)),
    "recall in the stream": lambda cast, thread: messages.recall(cast["ben"], message_of(thread, 2)),
    "hide in the stream": lambda cast, thread: messages.hide(cast["moderator"], message_of(thread, 2)),
    "reaction in the stream": lambda cast, thread: in_stream.add(cast["ben"], message_of(thread, 1), "👍"),
    "pin in the stream": lambda cast, thread: messages.pin(cast["ada"], message_of(thread, 1)),
    "reaction on the board": lambda cast, thread: reactions.add(cast["ben"], post_of(thread, 1), "👍"),
    "edit on the board": lambda cast, thread: posts.edit(cast["ben"], post_of(thread, 2), "Changed"),
    "late replies": lambda cast, thread: promotions.absorb(
        cast["ada"], thread.promotion, [say(cast["ada"], cast["room"]).pk, say(cast["mo"], cast["room"]).pk]
    ),
    "undo": lambda cast, thread: promotions.undo(cast["ada"], thread.promotion),
    "split": lambda cast, thread: splitting.split(
        cast["mo"], thread, [post_of(thread, 2).pk], "On its own", client_id=uuid4()
    ),
    "merge away": lambda cast, thread: merging.merge(cast["mo"], thread, start(cast["ada"])),
}


@pytest.fixture
def cast(ada, ben, mo, square):
    return {"ada": ada, "ben": ben, "mo": mo, "moderator": Moderator(member=mo), "room": square}


@pytest.fixture
def listening(monkeypatch, django_capture_on_commit_callbacks):
    """`listening(act)`: the events that go out when the act is committed."""

    def listen(act):
        sent = []
        monkeypatch.setattr(publish, "_send", lambda messages: sent.extend(message for _, message in messages))
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return heard(sent)

    return listen


def watch(act, thread, viewer, listening):
    listener, sleeper = Mirror(viewer, thread.pk), Mirror(viewer, thread.pk)
    for event in listening(act):
        listener.hear(event)
    anew = Mirror(viewer, thread.pk).shown()
    assert listener.shown() == anew
    sleeper.catch_up()
    assert sleeper.shown() == anew


@pytest.mark.parametrize("verb", WRITTEN)
def test_events_keep_a_thread_as_it_is(verb, cast, answered, api, listening):
    thread = fresh(answered)
    for seq in (1, 2):
        reply(cast["mo"], thread, "Quite", parent=post_of(thread, seq))
    watch(lambda: WRITTEN[verb](cast, thread), thread, api(cast["mo"]), listening)


@pytest.mark.parametrize("verb", PROMOTED)
def test_events_keep_a_promoted_thread_as_it_is(verb, cast, promotion, api, listening):
    thread = fresh(promotion.thread)
    for seq in (1, 2):
        reply(cast["mo"], thread, "Quite", parent=post_of(thread, seq))
    watch(lambda: PROMOTED[verb](cast, thread), thread, api(cast["mo"]), listening)


def test_lists_hear_of_new_threads_replies_and_removals_and_of_nothing_else(cast, answered, listening):
    def lists(act):
        return [event["why"] for event in listening(act) if event["on"] == "board.changed"]

    assert lists(lambda: reply(cast["ben"], answered)) == ["posted"]
    assert lists(lambda: reactions.add(cast["ada"], post_of(answered, 2), "👍")) == []
    assert lists(lambda: posts.edit(cast["ben"], post_of(answered, 2), "Changed")) == []
    assert lists(lambda: threads.remove(cast["moderator"], fresh(answered))) == ["removed"]


def test_events_of_a_hidden_post_carry_no_word_of_it(cast, answered, listening):
    reply(cast["ben"], answered, "Something awful")
    events = listening(lambda: posts.hide(cast["moderator"], post_of(answered, 3)))
    assert "awful" not in str(events)
