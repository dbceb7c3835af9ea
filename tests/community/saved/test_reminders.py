"""Being reminded of what one saved: once, in time, and of nothing that is gone."""

from datetime import timedelta

import pytest
import time_machine

from chat import messages
from community.clock import now
from community.notifications.models import Notice
from community.saved import reminders, saving, tasks
from community.saved.models import Saved
from tests.board.acts import say, start, together

pytestmark = pytest.mark.django_db

LATER = timedelta(hours=3)


@pytest.fixture
def kept(ada, ben, square):
    """A message that Ben saved, and wants to be reminded of in three hours."""
    message = say(ada, square, "The boat leaves at nine")
    saving.save(ben, "message", message.pk)
    reminders.want(ben, "message", message.pk, now() + LATER)
    return message


def round_at(moment) -> None:
    """As the clock and a worker do it."""
    with time_machine.travel(moment, tick=False):
        for pk in reminders.due():
            tasks.remind(pk)


def test_nothing_rings_before_its_time_and_it_rings_once(ben, kept):
    round_at(now() + LATER - timedelta(minutes=1))
    assert not ben.notices.exists()
    for minutes in (1, 2):
        round_at(now() + LATER + timedelta(minutes=minutes))
    notice = ben.notices.get()
    assert (notice.kind, notice.excerpt) == ("saved_reminder", "")
    assert (notice.data["room"], notice.data["seq"]) == (kept.room_id, kept.seq)
    assert Saved.objects.get().remind_at is None


def test_another_moment_takes_the_place_of_the_first_and_can_be_called_off(api, ben, kept):
    path = f"communities/lake/saved/message/{kept.pk}/reminder/"
    api(ben).put(path, {"at": (now() + 2 * LATER).isoformat()})
    round_at(now() + LATER + timedelta(minutes=1))
    assert not ben.notices.exists()
    (row,) = api(ben).get("communities/lake/saved/")["results"]
    assert row["remind_at"]
    api(ben).delete(path)
    round_at(now() + 3 * LATER)
    assert not ben.notices.exists()


def test_of_what_is_gone_nobody_is_reminded(ada, ben, kept):
    messages.delete(ada, kept)
    round_at(now() + 2 * LATER)
    assert not ben.notices.exists()


def test_what_was_let_go_of_rings_no_more(ben, kept):
    saving.let_go(ben, "message", kept.pk)
    round_at(now() + 2 * LATER)
    assert not ben.notices.exists()


@pytest.mark.parametrize("ahead", [timedelta(seconds=-1), timedelta(days=400)])
def test_a_moment_that_is_over_or_far_away_is_refused(api, ben, kept, ahead):
    path = f"communities/lake/saved/message/{kept.pk}/reminder/"
    assert api(ben).refused("PUT", path, {"at": (now() + ahead).isoformat()}) == "input.invalid"
    assert api(ben).refused("PUT", path, {"at": "2026-01-01T09:00:00"}) == "input.invalid"


def test_only_what_one_saved_oneself_can_ring(api, ada, ben, kept):
    wanted = {"at": (now() + LATER).isoformat()}
    assert api(ada).refused("PUT", f"communities/lake/saved/message/{kept.pk}/reminder/", wanted) == "not_found"


def test_a_thread_leads_to_its_beginning(ada, ben):
    thread = start(ada, "Boats")
    saving.save(ben, "thread", thread.pk)
    reminders.want(ben, "thread", thread.pk, now() + LATER)
    round_at(now() + 2 * LATER)
    assert ben.notices.get().data == {"room": None, "thread": thread.pk, "seq": None}


def test_two_workers_at_once_ring_once(transactional_db, ben, kept):
    Saved.objects.update(remind_at=now() - timedelta(seconds=1))
    pk = Saved.objects.get().pk
    together([lambda: reminders.remind(pk)] * 4)
    assert Notice.objects.filter(kind="saved_reminder").count() == 1
