"""Lists of threads: complete, in order, with what is pinned above."""

from base64 import urlsafe_b64encode

import pytest
from django.db.models import Max

from board import listing, seats, threads
from board.listing import FIELDS, Filter
from board.models import Capsule, Thread
from community.errors import InvalidInput
from community.moderation.audit import Moderator
from tests.board.acts import category_for, fresh, general, reply, start


def walk(member, wanted) -> list[int]:
    found, after = [], ""
    while after is not None:
        rows, after = listing.page(member, wanted, after)
        found += [row.id for row in rows]
    return found


@pytest.fixture
def many(ada, ben, monkeypatch):
    """Twenty-three threads with many ties in every order."""
    monkeypatch.setattr(listing, "PAGE", 4)
    made = [start(ada, f"Thread {number}", kind="question") for number in range(23)]
    moment = made[0].created_at
    for number, thread in enumerate(made):
        tied = {"created_at": moment, "last_at": moment, "score": number % 3, "hot": 1 / (1 + number % 3)}
        Thread.objects.filter(pk=thread.pk).update(**tied)
        keep(thread, ada)
    return made


def keep(thread, by) -> Capsule:
    return Capsule.objects.create(community_id=thread.community_id, thread=thread, title="Kept", parts=[], by=by)


@pytest.mark.parametrize("sort", FIELDS)
def test_pages_miss_nothing_and_repeat_nothing_even_with_ties(ada, many, sort):
    walked = walk(ada, Filter(sort))
    assert len(walked) == len(set(walked)) == 23
    kept = Thread.objects.annotate(capsule=Max("capsules"))
    rows = kept.order_by(f"-{FIELDS[sort]}", "-pk").values_list("pk", flat=True)
    assert walked == list(rows)


def test_pinned_threads_stand_first_and_once(ada, mo, many):
    for thread in (many[3], many[20]):
        threads.pin(Moderator(member=mo), thread)
    walked = walk(ada, Filter())
    assert walked[:2] == [many[20].pk, many[3].pk]
    assert len(walked) == len(set(walked)) == 23
    assert walk(ada, Filter(category=general(ada.community).pk)) == walked
    assert set(walk(ada, Filter("new"))) == set(walked)


def test_a_reply_moves_a_thread_up_and_out_of_the_unanswered(ada, ben, monkeypatch):
    older, newer = start(ada, "Older"), start(ada, "Newer")
    reply(ben, older)
    assert walk(ada, Filter("active")) == [older.pk, newer.pk]
    assert walk(ada, Filter("new")) == [newer.pk, older.pk]
    assert walk(ada, Filter("top")) == [older.pk, newer.pk]
    assert walk(ada, Filter("unanswered")) == [newer.pk]


def test_following_lists_what_one_follows(ada, ben, thread):
    assert walk(ada, Filter("following")) == [thread.pk]
    assert walk(ben, Filter("following")) == []
    seats.set_level(ben, thread, "follow")
    assert walk(ben, Filter("following")) == [thread.pk]


def test_essence_lists_what_was_kept_the_latest_first(ada, mo):
    first, plain, second = (start(ada, f"Thread {number}") for number in range(3))
    keep(first, ada)
    taken = keep(second, ada)
    assert walk(ada, Filter("essence")) == [second.pk, first.pk]
    keep(first, mo)
    assert walk(ada, Filter("essence")) == [first.pk, second.pk]
    taken.delete()
    assert walk(ada, Filter("essence")) == [first.pk]
    assert plain.pk not in walk(ada, Filter("essence"))


def test_filters_of_category_and_tag_see_only_theirs(ada, ben, api):
    staff = category_for(ada, "staff")
    start(ada, "Hidden", category=staff, tags=("Garden",))
    shown = start(ada, "Shown", tags=("Ｇarden ", "sun"))
    assert walk(ben, Filter(tag="GARDEN")) == [shown.pk]
    assert walk(ben, Filter(category=staff.pk)) == []
    assert len(walk(ada, Filter(tag="garden"))) == 2
    assert api(ben).get("communities/lake/tags/")["results"] == [
        {"name": "garden", "threads": 1},
        {"name": "sun", "threads": 1},
    ]
    assert [row["threads"] for row in api(ben).get("communities/lake/categories/")["results"]] == [1]


@pytest.mark.parametrize("cursor", ["x", "bm90IGpzb24=", "WzEsMl0=", "W251bGwsIDFd", "eyJhIjogMX0=", "ÿ"])
def test_a_cursor_that_is_not_ours_is_refused(ada, cursor):
    with pytest.raises(InvalidInput):
        listing.page(ada, Filter(), cursor)


@pytest.mark.parametrize("sort", ["active", "hot", "top", "essence"])
@pytest.mark.parametrize(
    "plain", ["[Infinity,1]", "[NaN,1]", f"[{10**400},1]", "[1,Infinity]", '["0001-01-01",1]', "[" * 100_000]
)
def test_a_cursor_of_no_list_is_refused(ada, sort, plain):
    with pytest.raises(InvalidInput):
        listing.page(ada, Filter(sort=sort), urlsafe_b64encode(plain.encode()).decode())


def test_an_unknown_order_is_refused(ada, api):
    assert api(ada).refused("GET", "communities/lake/threads/?sort=loudest") == "input.invalid"


def test_hotter_is_newer_or_ten_times_better(ada):
    from datetime import timedelta

    from board.scores import TENFOLD, hot

    moment = start(ada).created_at
    assert hot(0, moment) == hot(1, moment) < hot(10, moment)
    assert hot(10, moment) == pytest.approx(hot(1, moment + timedelta(seconds=TENFOLD)))


def test_a_removed_thread_is_on_nobodys_list(ada, mo, thread):
    threads.remove(Moderator(member=mo), fresh(thread))
    assert walk(ada, Filter()) == walk(mo, Filter()) == []
