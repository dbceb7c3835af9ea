"""Starting, answering and moderating threads."""

from datetime import timedelta
from uuid import uuid4

import pytest

from board import categories, doors, posts, reactions, seats, telling, threads
from board.models import Category, Thread, ThreadSeat
from chat import seats as room_seats
from chat.models import Room
from community.activity.models import Activity
from community.clock import now
from community.errors import Conflict, Forbidden, InvalidInput, NotFound
from community.members import communities
from community.moderation import silences
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry
from community.notifications import notices
from community.notifications.models import Notice
from community.realtime import topics
from tests.board.acts import category_for, fresh, fresh_post, general, reply, start
from tests.conftest import person


def test_starting_with_the_same_client_id_twice_gives_the_first_answer(ada):
    client_id = uuid4()
    first = start(ada, "First", client_id=client_id)
    assert start(ada, "Second", client_id=client_id) == first
    assert Thread.objects.count() == 1


def test_replying_with_the_same_client_id_twice_gives_the_first_answer(ben, thread):
    client_id = uuid4()
    first = posts.reply(ben, thread, "One", client_id=client_id)
    assert posts.reply(ben, thread, "Two", client_id=client_id) == first
    assert fresh(thread).replies == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": "  ab "}, "input.invalid"),
        ({"title": "x" * 121}, "input.invalid"),
        ({"body": " \x00 "}, "message.empty"),
        ({"body": "x" * 32_001}, "message.too_long"),
        ({"tags": ["a", "b", "c", "d", "e", "f"]}, "input.invalid"),
        ({"tags": ["x" * 21]}, "input.invalid"),
        ({"category": 0}, "not_found"),
        ({"more": 1}, "input.invalid"),
        ({"client_id": "no"}, "input.invalid"),
    ],
)
def test_what_cannot_be_started_is_refused_and_leaves_nothing(changes, code, ben, api):
    form = {
        "client_id": str(uuid4()),
        "category": general(ben.community).pk,
        "title": "Title",
        "body": "Body",
        "tags": [],
    }
    assert api(ben).refused("POST", "communities/lake/threads/", form | changes) == code
    assert not Thread.objects.exists()


def test_titles_tags_and_bodies_are_tidied(ada):
    thread = start(ada, "  A \n title ", "\r\nBody\x00\n", tags=(" Ａ ", "#a", "B  b"))
    assert thread.title == "A title"
    assert fresh_post(thread.posts.get().pk).body == "Body"
    assert [tag.name for tag in thread.tags.all()] == ["a", "b b"]


def test_onlookers_and_the_silenced_read_and_do_not_write(ben, mo, olga, thread):
    silences.silence(Moderator(member=mo), ben, now() + timedelta(hours=1))
    ben.refresh_from_db()
    for member in (ben, olga):
        with pytest.raises(Forbidden):
            start(member)
        with pytest.raises(Forbidden):
            reply(member, thread)
        with pytest.raises(Forbidden):
            reactions.add(member, fresh_post(thread.posts.get().pk), "👍")
    assert fresh(thread).rev == 1


def test_a_locked_thread_takes_no_words_from_anybody(ada, ben, mo, answered):
    threads.lock(Moderator(member=mo), answered)
    with pytest.raises(Forbidden) as refusal:
        reply(mo, answered)
    assert refusal.value.code == "thread.locked"
    with pytest.raises(Forbidden):
        posts.edit(ben, fresh_post(answered.posts.get(seq=2).pk), "Changed")
    threads.unlock(Moderator(member=mo), answered)
    assert reply(ben, answered).seq == 3


def test_only_who_may_locks_pins_and_hides(ada, ben, answered, api):
    post = answered.posts.get(seq=1)
    for path in (f"threads/{answered.pk}/lock/", f"threads/{answered.pk}/pin/", f"posts/{post.pk}/hidden/"):
        for method in ("PUT", "DELETE"):
            assert api(ben).refused(method, path, {}) == "forbidden"


def test_a_removed_thread_is_gone_for_members_and_refuses_replies_to_all(ben, mo, answered, api):
    threads.remove(Moderator(member=mo), answered, "Spam")
    assert api(ben).refused("GET", f"threads/{answered.pk}/posts/") == "not_found"
    reply_form = {"client_id": str(uuid4()), "body": "Hello?"}
    for member in (ben, mo):
        assert api(member).refused("POST", f"threads/{answered.pk}/posts/", reply_form) == "not_found"
    assert api(mo).get(f"threads/{answered.pk}/")["removed"] == "hidden"


def test_restoring_a_thread_loses_nothing(ada, ben, mo, answered, api):
    reactions.add(ada, fresh_post(answered.posts.get(seq=2).pk), "👍")
    before = api(ben).get(f"threads/{answered.pk}/posts/")["posts"]
    api(mo).ok("DELETE", f"threads/{answered.pk}/", {"reason": "It is about somebody's health."})
    api(mo).post(f"threads/{answered.pk}/restore/")
    assert api(ben).get(f"threads/{answered.pk}/posts/")["posts"] == before
    assert list(AuditEntry.objects.values_list("act", flat=True)) == ["remove", "restore"]


def test_its_author_removes_a_thread_until_somebody_has_answered(ben, mo):
    alone, answered = start(ben), start(ben)
    reply(mo, answered)
    threads.remove(Moderator(member=ben), alone)
    assert fresh(alone).removed() == "deleted"
    with pytest.raises(Forbidden) as refusal:
        threads.remove(Moderator(member=ben), answered)
    assert refusal.value.code == "thread.answered"
    with pytest.raises(Forbidden):
        threads.restore(Moderator(member=ben), fresh(alone))


def test_a_thread_that_its_author_deleted_stays_deleted(ben, mo):
    thread = start(ben)
    threads.remove(Moderator(member=ben), thread)
    threads.restore(Moderator(member=mo), fresh(thread))
    assert fresh(thread).removed() == "deleted"


def test_no_thread_starts_where_other_people_read_by_now(ada, ben):
    category = category_for(ada, "staff")
    seen = type(category).objects.get(pk=category.pk)
    categories.edit(ada, category, {"audience": "members"})
    with pytest.raises(NotFound):
        start(ada, category=seen)


def test_its_author_and_moderators_rename_a_thread_and_others_do_not(ada, ben, mo):
    thread = start(ben, tags=("old",))
    assert threads.edit(ben, thread, "By Ben").title == "By Ben"
    renamed = threads.edit(mo, fresh(thread), "By Mo", ["new"])
    assert (renamed.title, renamed.tags) == ("By Mo", ["new"])
    assert dict(AuditEntry.objects.get(act="edit").said()) == {"title": "By Ben"}
    with pytest.raises(Forbidden):
        threads.edit(ben, start(ada), "Mine now")


def test_a_category_holds_so_many_pins_and_no_more(mo, ada, monkeypatch):
    monkeypatch.setattr(threads, "PINS", 1)
    threads.pin(Moderator(member=mo), start(ada))
    with pytest.raises(InvalidInput) as refusal:
        threads.pin(Moderator(member=mo), start(ada))
    assert refusal.value.code == "pin.too_many"


def test_what_its_author_deleted_a_moderator_does_not_bring_back(ben, mo, answered):
    post = answered.posts.get(seq=2)
    posts.delete(ben, fresh_post(post.pk))
    assert posts.restore(Moderator(member=mo), fresh_post(post.pk)).removed == "deleted"
    with pytest.raises(InvalidInput):
        posts.edit(ben, fresh_post(post.pk), "Back")


def test_hiding_a_post_and_restoring_it_loses_nothing(ada, mo, answered):
    post = answered.posts.get(seq=2)
    shown = reactions.add(ada, fresh_post(post.pk), "👍")
    hidden = posts.hide(Moderator(member=mo), fresh_post(post.pk), "Off")
    assert (hidden.removed, hidden.body) == ("hidden", "")
    assert posts.restore(Moderator(member=mo), fresh_post(post.pk)) == shown.model_copy(update={"rev": shown.rev + 2})


def test_a_reply_to_a_post_of_another_thread_is_refused(ada, ben, answered):
    with pytest.raises(NotFound):
        reply(ben, start(ada), parent=answered.posts.get(seq=2))


def test_strangers_find_nothing_of_the_board(cleo, answered, api):
    post = answered.posts.get(seq=1)
    for method, path in (
        ("GET", "communities/lake/threads/"),
        ("GET", "communities/lake/categories/"),
        ("GET", "communities/lake/tags/"),
        ("GET", f"threads/{answered.pk}/"),
        ("GET", f"threads/{answered.pk}/changes/"),
        ("PUT", f"posts/{post.pk}/reactions/👍/"),
        ("PATCH", f"categories/{answered.category_id}/"),
    ):
        assert api(cleo).refused(method, path, {}) == "not_found"


@pytest.mark.parametrize("query", ["after=%00", "after=Ä", "around=x", "message=-1", "limit=no", "before='"])
def test_a_place_that_is_none_is_refused(query, ada, thread, api):
    assert api(ada).refused("GET", f"threads/{thread.pk}/posts/?{query}") == "input.invalid"


def test_predicate_and_lookup_of_threads_agree(ada, ben, mo, olga, cleo):
    staff = category_for(ada, "staff")
    made = [start(ada), start(ada, category=staff), start(ada), start(ada, category=staff)]
    for thread in made[2:]:
        threads.remove(Moderator(member=mo), thread)
    for member in (ada, ben, mo, olga):
        seen = {thread.pk for thread in made if fresh(thread).is_visible_to(member)}
        assert set(Thread.objects.visible_to(member).values_list("pk", flat=True)) == seen
        assert {pk for _, pk in doors.readable([(member.user.pk, thread.pk) for thread in made])} == seen
    assert doors.readable([(cleo.pk, thread.pk) for thread in made]) == []


# --- Reading and being told


def test_reading_moves_forward_only_and_empties_the_inbox(ada, ben, answered):
    telling.tell_of(fresh_post(answered.posts.get(seq=2).pk))
    assert Notice.objects.get(member=ada, read_at=None).kind == "thread_reply"
    assert seats.read(ada, fresh(answered), 99).model_dump() == {"level": "follow", "read_seq": 2, "unread": 0}
    assert seats.read(ada, fresh(answered), 1).read_seq == 2
    assert not Notice.objects.filter(read_at=None).exists()


@pytest.mark.parametrize("act", ["delete", "hide", "remove"])
def test_what_is_gone_from_the_board_leaves_the_inboxes(ada, ben, mo, answered, act):
    post = fresh_post(answered.posts.get(seq=2).pk)
    telling.tell_of(post)
    assert Notice.objects.get(member=ada).excerpt == "It does"
    gone = {
        "delete": lambda: posts.delete(ben, post),
        "hide": lambda: posts.hide(Moderator(member=mo), post),
        "remove": lambda: threads.remove(Moderator(member=mo), fresh(answered)),
    }
    gone[act]()
    assert not Notice.objects.exists()


def test_an_edited_post_rewords_what_is_not_read_yet(ada, ben, answered):
    post = fresh_post(answered.posts.get(seq=2).pk)
    telling.tell_of(post)
    posts.edit(ben, post, "It does not")
    assert Notice.objects.get(member=ada).excerpt == "It does not"


@pytest.mark.parametrize("event", ["read", "deleted"])
def test_what_happens_to_a_post_while_it_is_told_is_not_lost(ada, ben, answered, monkeypatch, event):
    post, tell = answered.posts.get(seq=2).pk, notices.tell
    meanwhile = {
        "read": lambda: seats.read(ada, fresh(answered), 2),
        "deleted": lambda: posts.delete(ben, fresh_post(post)),
    }
    monkeypatch.setattr(notices, "tell", lambda *about, **told: (meanwhile[event](), tell(*about, **told)))
    telling.tell_of(fresh_post(post))
    assert notices.unread(ada) == 0


def test_an_edit_that_comes_after_a_removal_changes_no_post(ben, mo, answered):
    early, late = (fresh_post(answered.posts.get(seq=2).pk) for _ in range(2))
    posts.hide(Moderator(member=mo), early)
    for act in (lambda: posts.edit(ben, late, "Other words"), lambda: posts.delete(ben, late)):
        with pytest.raises(InvalidInput) as refusal:
            act()
        assert refusal.value.code == "message.removed"
    assert fresh_post(late.pk).body == "It does"


def test_followers_the_answered_and_the_named_hear_of_a_reply_once(ada, ben, mo, olga, answered):
    post = reply(mo, answered, "What do you say, @Olga?", parent=answered.posts.get(seq=2))
    for _ in range(2):
        telling.tell_of(fresh_post(post.pk))
    told = set(Notice.objects.values_list("member", "kind", "place", "number"))
    place = f"thread:{answered.pk}"
    assert told == {
        (ada.pk, "thread_reply", place, 3), (ben.pk, "thread_reply", place, 3), (olga.pk, "mention", place, 3),
    }  # fmt: skip


def test_nobody_hears_of_what_they_have_read_muted_or_cannot_read(ada, ben, mo, olga):
    thread = start(ada, category=category_for(ada, "staff"))
    ThreadSeat.objects.create(thread=thread, member=ben, level="follow")
    seats.set_level(ada, thread, "mute")
    post = reply(mo, thread, "@Olga @Ada")
    telling.tell_of(fresh_post(post.pk))
    assert not Notice.objects.exists()


def test_a_removed_post_is_told_to_nobody(ada, ben, answered):
    post = fresh_post(answered.posts.get(seq=2).pk)
    posts.delete(ben, post)
    telling.tell_of(fresh_post(post.pk))
    assert not Notice.objects.exists()


def test_too_many_names_are_refused(ada, ben, thread, settings):
    settings.OXBOW = settings.OXBOW | {"MENTIONS": 0}
    with pytest.raises(InvalidInput) as refusal:
        reply(ben, thread, "@Ada")
    assert refusal.value.code == "mention.too_many"


def test_who_never_opened_a_thread_owes_it_nothing_and_who_did_sees_what_is_new(ada, ben, mo, answered, api):
    assert api(mo).get(f"threads/{answered.pk}/")["mine"] == {"level": "normal", "read_seq": 0, "unread": 0}
    api(mo).put(f"threads/{answered.pk}/read/", {"seq": 2})
    reply(ben, answered)
    assert api(mo).get(f"threads/{answered.pk}/")["mine"]["unread"] == 1
    assert api(ben).get(f"threads/{answered.pk}/")["mine"]["unread"] == 0


def test_a_score_is_reactions_and_other_people(ada, ben, mo, answered):
    reply(ben, answered)
    reply(ada, answered)
    assert fresh(answered).score == 1
    reactions.add(mo, fresh_post(answered.posts.get(seq=1).pk), "👍")
    reply(mo, answered)
    assert fresh(answered).score == 3


# --- Categories, doors and founding


@pytest.mark.parametrize(("locale", "room", "category"), [
    ("en", "Everyone", "General"), ("zh-Hans", "大厅", "综合"), ("zh-Hant", "大廳", "綜合"),
])  # fmt: skip
def test_a_new_community_has_a_room_with_its_owner_in_it_and_a_category(db, locale, room, category):
    owner = communities.found(person("Lin"), slug="new", name="New", locale=locale)
    first = Room.objects.get(community=owner.community)
    assert (first.name, first.seats.get().member) == (room, owner)
    assert Category.objects.get(community=owner.community).name == category


def test_categories_are_made_by_admins_with_a_room_where_one_is_meant(ada, ben, den):
    with pytest.raises(Forbidden):
        category_for(ben, "members")
    for audience, room in (("room", None), ("members", den), ("staff", den)):
        with pytest.raises(InvalidInput):
            category_for(ada, audience, room)
    assert category_for(ada, "room", den).position == 1


def test_two_categories_of_one_name_have_two_addresses(ada):
    pair = [category_for(ada, "members") for _ in range(2)]
    assert len({category.slug for category in pair}) == 2


def test_a_category_is_renamed_at_any_time_and_changes_its_readers_only_while_empty(ada, thread):
    category = thread.category
    assert categories.edit(ada, category, {"name": "Garden"}).name == "Garden"
    with pytest.raises(Conflict) as refusal:
        categories.edit(ada, category, {"audience": "staff"})
    assert refusal.value.code == "category.in_use"


def test_a_thread_is_followed_by_those_who_can_read_it_at_that_moment(ada, ben, den):
    thread = start(ada, category=category_for(ada, "room", den))
    topic = f"thread.{thread.pk}"
    assert topics.readable([(ben.user.pk, [topic])]) == [{topic}]
    room_seats.give_up(den, ben)
    assert topics.readable([(ben.user.pk, [topic])]) == [set()]


def test_starting_a_thread_is_recorded(ada, thread):
    assert Activity.objects.get(verb="thread.start").object == f"thread:{thread.pk}"
