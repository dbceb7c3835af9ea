"""The demo community."""

import json
import stat
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Max

from board.demo import accounts, loader, script, stickers, stream
from board.demo.day import busy_day
from board.models import Category, Post, Promotion, Thread
from chat.models import Fold, Mention, Message, Pin, Removal, Room, Seat
from community.activity.models import Activity
from community.clock import now
from community.governance.models import FirstPoll, Proposal
from community.jury.models import Trial
from community.members.models import Community, User
from community.moderation.models import Case
from community.notifications.models import Notice
from community.stickers import sets
from tests.conftest import joined

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo, loaded once: each test leaves it as it was. Its folder."""
    folder = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), transaction.atomic():
        loader.load(folder)
        with django_db_blocker.block():
            yield folder
        transaction.set_rollback(True)


def logins(folder) -> dict[str, dict[str, str]]:
    return {row["username"]: row for row in json.loads((folder / accounts.FILE).read_text())}


# --- Accounts ----------------------------------------------------------------------------------------------------
def test_who_can_sign_in_stands_in_a_file_for_its_owner_alone(demo):
    assert stat.S_IMODE((demo / accounts.FILE).stat().st_mode) == 0o600
    found = logins(demo)
    assert {name: row["role"] for name, row in found.items()} == {
        "linxia": "owner",
        "moxiaoman": "moderator",
        "doudouma": "member",
        "hollis": "owner",
        "tomasz": "moderator",
        "devp": "member",
    }
    assert set(found["devp"]) == {"username", "password", "role", "community", "locale"}
    assert all(authenticate(username=name, password=row["password"]) for name, row in found.items())


def test_nobody_else_can_sign_in(demo):
    others = User.objects.exclude(username__in=logins(demo))
    assert others.count() == 29
    assert not any(user.has_usable_password() for user in others)


def test_passwords_differ_from_one_site_to_the_next():
    one = script.scripts()[0]
    made = {accounts.new_account(one, one.owner).password for _ in range(50)}
    assert len(made) == 50


def test_owners_see_the_admin_and_moderators_their_part_of_it(demo):
    supers = User.objects.filter(is_superuser=True)
    assert set(supers.values_list("username", flat=True)) == {"linxia", "hollis"}
    moderators = Group.objects.get(name="Moderators").user_set.values_list("username", flat=True)
    assert set(moderators) == {"moxiaoman", "qiaomu", "tomasz", "ines"}
    assert not User.objects.get(username="devp").is_staff


def test_each_owner_is_a_plain_member_of_the_other_community(demo, api):
    for name in ("linxia", "hollis"):
        places = api(User.objects.get(username=name)).get("me/")["communities"]
        assert sorted(place["me"]["role"] for place in places) == ["member", "owner"]


# --- History -----------------------------------------------------------------------------------------------------
def test_everything_that_was_written_is_there(demo):
    for one in script.scripts():
        rooms = Room.objects.filter(community__slug=one.community.slug)
        said = {part.text.strip() for part in one.messages}
        assert set(Message.objects.filter(room__in=rooms).values_list("body", flat=True)) == said
        assert sum(room.seq for room in rooms) == len(one.messages)
        replies = sum(len(part.replies) for part in [*one.threads, *one.promotions])
        written = Post.objects.filter(community__slug=one.community.slug, message=None)
        asked = len(one.votes) + 1  # each with a thread of its own; of those that are over, it says so
        concluded = sum(vote.over for vote in one.votes)
        assert written.count() == replies + len(one.threads) + asked + concluded


def test_places_are_dense_and_in_the_order_of_time(demo):
    for room in Room.objects.all():
        rows = list(room.messages.order_by("seq").values_list("seq", "created_at", "rev"))
        assert [row[0] for row in rows] == list(range(1, room.seq + 1))
        assert [row[1] for row in rows] == sorted(row[1] for row in rows)
        assert max(row[2] for row in rows) <= room.rev


@pytest.mark.parametrize("hour", [0, 5, 12, 15, 22, 23])
def test_the_whole_day_is_over_and_as_late_as_can_be(hour):
    with time_machine.travel(datetime(2026, 3, 29, hour, 40, tzinfo=UTC), tick=False):
        for one in script.scripts():
            day = busy_day(one)
            assert day.at(one.last_at()) < now()
            assert day.at(one.last_at()) > now() - timedelta(hours=25)


def test_nothing_lies_in_the_future_and_nothing_but_old_threads_before_the_day(demo):
    moments = [
        *Message.objects.values_list("created_at", flat=True),
        *Message.objects.exclude(edited_at=None).values_list("edited_at", flat=True),
        *Post.objects.values_list("created_at", flat=True),
        *Thread.objects.values_list("last_at", flat=True),
        *Fold.objects.values_list("created_at", flat=True),
        *Promotion.objects.values_list("created_at", flat=True),
        *Notice.objects.values_list("created_at", flat=True),
        *Category.objects.values_list("created_at", flat=True),
        *Activity.objects.values_list("at", flat=True),
    ]
    assert max(moments) < now()
    said = Message.objects.aggregate(last=Max("created_at"))["last"]
    assert all(now() - timedelta(hours=49) < at for at in Message.objects.values_list("created_at", flat=True))
    assert said > now() - timedelta(hours=25)


def test_the_day_begins_in_the_morning_where_people_live(demo):
    for one in script.scripts():
        first = Message.objects.filter(community__slug=one.community.slug).order_by("created_at").first()
        assert first.created_at.astimezone(ZoneInfo(one.owner.timezone)).strftime("%H:%M:%S") == one.messages[0].at


def test_the_marks_of_a_day_are_there(demo):
    assert Message.objects.exclude(edited_at=None).count() == 6
    assert Removal.objects.filter(kind="recalled").count() == 4
    assert Pin.objects.count() == 4
    names = Mention.objects.values_list("member__name", flat=True)
    assert {"Dev P", "Bea Okafor", "豆豆妈", "小鹿"} <= set(names)


def test_replies_answer_messages_of_their_own_room(demo):
    answers = Message.objects.exclude(reply_to=None).select_related("reply_to")
    assert answers.count() == sum(bool(part.reply) for one in script.scripts() for part in one.messages)
    assert all(answer.room_id == answer.reply_to.room_id and answer.seq > answer.reply_to.seq for answer in answers)


# --- The board ---------------------------------------------------------------------------------------------------
def test_promoted_talk_is_folded_and_its_cards_know_the_last_reply(demo):
    for one in script.scripts():
        for part in one.promotions:
            fold = Fold.objects.get(title=part.title)
            assert fold.count == fold.messages.count() == len(part.messages)
            last = max(part.replies, key=lambda reply: reply.at)
            author = next(person.name for person in one.people if person.key == last.by)
            assert (fold.card["replies"], fold.card["last_by"]) == (len(part.replies), author)
            thread = fold.promotion.thread
            assert datetime.fromisoformat(fold.card["last_at"]) == thread.last_at
            assert thread.replies == len(part.replies)


def test_threads_keep_their_count_and_their_tree(demo):
    for thread in Thread.objects.all():
        posts = list(thread.posts.select_related("parent").order_by("seq"))
        assert [post.seq for post in posts] == list(range(1, thread.seq + 1))
        assert all(post.parent is None or post.path.startswith(post.parent.path) for post in posts)
        assert all(post.depth == (post.parent.depth + 1 if post.parent else 0) for post in posts)
        assert thread.last_at == max(post.created_at for post in posts)


def test_nobody_wrote_where_they_cannot_read(demo):
    people = Post.objects.exclude(author__user=None)  # what came of a vote is told by nobody in person
    for post in people.select_related("thread__category__room", "author"):
        assert post.thread.category.is_visible_to(post.author)
    for message in Message.objects.select_related("room", "author"):
        assert message.room.is_visible_to(message.author)


# --- What a new user meets ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("slug", ["xiahe", "millrace"])
def test_every_kind_of_thread_is_there_and_what_became_of_it(demo, slug):
    found = Thread.objects.filter(community__slug=slug)
    kinds = Counter(found.values_list("kind", "status"))
    assert kinds["question", "solved"] == kinds["question", "open"] == 1
    assert kinds["idea", "planned"] == kinds["idea", "open"] == 1
    assert kinds["announcement", ""] == kinds["note", ""] == 1
    note = found.get(kind="note")
    assert list(note.posts.get(seq=1).revisions.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    assert found.get(status="planned").lines.get(kind="decided").reason


@pytest.mark.parametrize("slug", ["xiahe", "millrace"])
def test_there_are_stickers_to_send(demo, slug):
    community = Community.objects.get(slug=slug)
    names = [one.file.name for one in sets.listed(community.members.order_by("pk")[0])]
    assert names == [name for name, _ in stickers.NAMES[community.locale].values()]


@pytest.mark.parametrize("slug", ["xiahe", "millrace"])
def test_one_vote_is_open_one_is_decided_and_the_first_poll_is_open_to_all(demo, slug, api):
    votes = Proposal.objects.filter(community__slug=slug)
    going = votes.get(state="voting", survey=False)
    assert going.closes_at > now()
    assert 1 < going.voters.filter(voted=True).count() < going.roll
    done = votes.get(state="carried")
    assert done.opened_at < done.closes_at < now()
    assert sum(int(votes) for votes in done.result["rounds"][0]["votes"].values()) == done.turnout
    survey = FirstPoll.objects.get(community__slug=slug).proposal
    newcomer = joined(survey.community, f"Newcomer of {slug}")
    assert "vote" in api(newcomer).get(f"proposals/{survey.pk}/")["can"]


@pytest.mark.parametrize(("slug", "verdict"), [("xiahe", "notice"), ("millrace", "dismiss")])
def test_one_jury_has_decided_and_one_waits_for_an_answer(demo, slug, verdict):
    tried = Trial.objects.filter(community__slug=slug)
    done, waiting = tried.get(state="decided"), tried.get(state="hearing")
    assert (done.verdict, sum(done.votes.values()), bool(done.answer)) == (verdict, 5, True)
    assert done.began_at < done.answered_at < done.closed_at
    assert waiting.answer_by > now()
    assert not waiting.answer
    owner = waiting.community.members.get(role="owner", user__username__in=logins(demo))
    assert owner.pk != waiting.member_id
    assert owner.user_id != waiting.asked_by_id
    assert not waiting.case.reports.filter(member=owner).exists()


def test_moderators_who_can_sign_in_find_no_report_that_was_settled(demo):
    assert set(Case.objects.filter(settled_at=None).values_list("trials__state", flat=True)) == {"hearing"}


# --- What is new -------------------------------------------------------------------------------------------------
def test_whoever_signs_in_finds_the_evening_unread_and_one_mention(demo, api):
    for name, slug in (("devp", "millrace"), ("doudouma", "xiahe")):
        listed = api(User.objects.get(username=name)).get(f"communities/{slug}/rooms/")["results"]
        assert [room["mine"]["unread"] for room in listed] == [40, 0]
        assert listed[0]["mine"]["mentions"] == 1
        notices = api(User.objects.get(username=name)).get(f"communities/{slug}/notices/")
        unread = Counter(notice["kind"] for notice in notices["results"] if not notice["read"])
        assert unread["mention"] == 1
        assert 2 <= notices["unread"] <= 8
        times = [notice["created_at"] for notice in notices["results"]]
        assert times == sorted(times, reverse=True)


def test_nobody_else_has_anything_to_read(demo):
    readers = list(logins(demo))
    seats = Seat.objects.exclude(member__user__username__in=readers).select_related("room")
    assert all(seat.read_seq == seat.room.seq for seat in seats)
    assert not Notice.objects.exclude(member__user__username__in=readers).filter(read_at=None).exists()


def test_telling_again_when_the_worker_starts_tells_nothing_new(demo):
    from board import tasks

    before = Notice.objects.count()
    for promotion in Promotion.objects.all():
        tasks.tell_of_promotion(promotion.pk)
    for post in Post.objects.filter(message=None):
        tasks.tell_of_post(post.pk)
    assert Notice.objects.count() == before


# --- The files ---------------------------------------------------------------------------------------------------
def test_the_words_of_the_files_fit_the_site():
    for one in script.scripts():
        keys = {person.key for person in one.people}
        assert len(keys) == len(one.people)
        assert {key for part in one.messages for key in [part.by, *chain(*part.reactions.values())]} <= keys
        assert set(stream.by_room(one.messages)) == {room.key for room in one.rooms}
        assert Counter(person.role for person in one.people)["owner"] == 1
