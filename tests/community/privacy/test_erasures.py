"""Being forgotten: nothing in the whole database, nor among the files, says who it was."""

import sys
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.db import connection
from django.test import Client

from board import threads
from board.models import Thread
from chat import messages
from chat.models import Message, Room
from community.belonging import fields
from community.clock import now
from community.drafts import drafts
from community.drafts.shapes import SaveDraft
from community.errors import Conflict
from community.files import finishing, storage
from community.files.models import File
from community.governance import closing, proposals, telling
from community.governance.models import Candidate, Proposal, Regency
from community.jobs.models import FailedJob
from community.joining import codes
from community.joining.applications import notice_key
from community.joining.models import Application, Interest
from community.members import communities
from community.members.models import Member, User
from community.members.sessions import SessionStore
from community.moderation import cases, chain, notes, sanctions
from community.moderation.audit import Moderator
from community.moderation.models import MemberNote
from community.notifications import notices
from community.privacy import erasing, erasures, exports, forgetting, making
from community.privacy.models import Erasure
from community.privacy.tasks import look_after
from community.realtime import presence
from community.roles import titles
from community.rules import changing
from community.saved import saving
from community.saved.models import Saved
from community.search.tasks import read_into_index
from tests import everywhere
from tests.api import Api
from tests.board.acts import promote, reply, say, start
from tests.everywhere import where
from tests.uploads import picture, upload

pytestmark = pytest.mark.django_db
NAME, LOGIN, MAIL, MARK = "Zephyrine", "zephyrine-q", "zephyrine@lake.example", "quokkabloom"
JSON = "application/json"


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Archives that another test has made are not looked through."""
    options = settings.STORAGES["files"]["OPTIONS"] | {"location": tmp_path / "files"}
    settings.STORAGES = settings.STORAGES | {"files": settings.STORAGES["files"] | {"OPTIONS": options}}


@pytest.fixture
def zephyrine(community, square):
    """Somebody with a name that nobody else has, and words that nobody else says."""
    user = User.objects.create(username=LOGIN, display_name=NAME, email=MAIL)
    user.set_password("a long secret")
    user.save()
    return communities.join(user, community)


def due(user, words) -> Erasure:
    erasure = erasures.ask(user, "a long secret", words)
    Erasure.objects.filter(pk=erasure.pk).update(due_at=now() - timedelta(seconds=1))
    return Erasure.objects.select_related("user").get(pk=erasure.pk)


def live(zephyrine, ada, ben, square):
    """Everything somebody leaves behind."""
    mine = say(zephyrine, square, f"I like {MARK}")
    say(ada, square, f"Good morning @{NAME}", reply_to=mine.pk)
    thread = start(zephyrine, f"About {MARK}", f"Tell me of {MARK}")
    reply(ben, thread, f"Ask @{NAME}")
    reply(zephyrine, start(ada, "Another"), f"Here {MARK} too")
    promotion = promote(ada, square, [mine], title="A talk")
    reply(zephyrine, promotion.thread, f"More {MARK}")
    drafts.save(zephyrine, f"room:{square.pk}", SaveDraft(body=f"Half a {MARK}"))
    saving.save(zephyrine, "thread", thread.pk)
    threads.lock(Moderator(member=ada), thread)
    take_part(zephyrine, ada)
    break_down(zephyrine, ada)
    hold_office(zephyrine, ada, ben, square)
    say(zephyrine, square, f"A picture of {MARK}", files=[upload(Api(zephyrine), picture())["id"]])
    be_about(zephyrine, square)
    read_anew()
    assert all(where(needle) for needle in (NAME, LOGIN, MAIL, MARK))


def read_anew():
    """As the workers do after it."""
    for pk in Room.objects.values_list("pk", flat=True):
        read_into_index("room", pk)
    for pk in Thread.objects.values_list("pk", flat=True):
        read_into_index("thread", pk)


def take_part(zephyrine, ada):
    """What the community's own offices know of somebody."""
    asked = Application.objects.create(
        community=ada.community, user=zephyrine.user, answers=[{"question": "Who?", "answer": f"{NAME} of {MARK}"}]
    )
    notices.tell(ada, "application", key=notice_key(asked.pk), excerpt=f"{NAME} of {MARK}", data={"name": NAME})
    Interest.objects.create(member=zephyrine, tag=MARK)
    hobby = fields.create(ada, "Hobby", "text", [], "members")
    fields.answer(zephyrine, hobby.pk, MARK)
    election = Proposal.objects.create(
        community=ada.community, author=ada, client_id=uuid4(), kind="election", title="Hosts", method="ranked",
        discussed_until=now(), options=[{"key": str(who.pk), "name": who.name} for who in (zephyrine, ada)],
    )  # fmt: skip
    Candidate.objects.create(proposal=election, member=zephyrine, words=f"I grow {MARK}")
    propose(zephyrine)
    stood_in = Regency.objects.create(community=ada.community, member=zephyrine, before="member")
    telling.tell_regency(stood_in.pk)
    profile = cases.report(ada.user, f"member:{zephyrine.pk}", "other").case
    cases.settle(Moderator(member=ada), profile, "hide", reason="Too many flowers.")
    MemberNote.objects.create(member=zephyrine, by=ada.user, text=f"{NAME} likes {MARK}")


def propose(zephyrine):
    """What they wanted decided: discussed, and rejected."""
    proposals.propose(zephyrine, "opinion", MARK, f"More {MARK}", {}, client_id=uuid4())
    common = {"community": zephyrine.community, "author": zephyrine, "method": "majority", "discussed_until": now()}
    for kind, state, data in (
        ("room_open", "discussion", {"name": f"Of {MARK}", "topic": MARK}),
        ("rules", "rejected", {"text": f"Grow {MARK}.", "before": ""}),
        ("opinion", "rejected", {}),
    ):
        options = [{"key": "0", "name": MARK}] if kind == "opinion" else []
        made = Proposal.objects.create(
            kind=kind, state=state, title=MARK, words=MARK, data=data, subject=data.get("name", ""), options=options,
            client_id=uuid4(), **common,
        )  # fmt: skip
        telling.tell_result(made.pk)


def break_down(zephyrine, ada):
    """What operators see of them: a letter that was refused, and an address that somebody looked after."""
    FailedJob.objects.create(task="a.letter", args=[1], error=f"Refused: {MAIL}", trace=f"Dear {NAME}", tries=6)
    kind = ContentType.objects.get_for_model(EmailAddress)
    LogEntry.objects.create(user=ada.user, content_type=kind, object_id="1", object_repr=MAIL, action_flag=2)


def hold_office(zephyrine, ada, ben, square):
    """What they said as a moderator, what was said to them, and what they were called."""
    Member.objects.filter(pk=zephyrine.pk).update(role="admin")
    zephyrine.refresh_from_db()
    by = Moderator(member=zephyrine)
    messages.hide(by, Message.objects.get(pk=say(ben, square, "Hidden").pk), f"Too much {MARK}")
    threads.edit(zephyrine, start(zephyrine, f"Growing {MARK}"), names=["plants"])
    thread = start(ben, "Of Ben")
    threads.edit(zephyrine, Thread.objects.get(pk=thread.pk), "By Ben")
    threads.remove(by, Thread.objects.get(pk=thread.pk), f"Not about {MARK}")
    threads.edit(ada, Thread.objects.get(title__startswith="Growing"), f"About {MARK}, and more")
    fields.remove(zephyrine, fields.create(zephyrine, MARK, "text", [], "members").pk)
    codes.make(zephyrine, count=1, label=MARK)
    changing.change(by, zephyrine.community, "Be kind.", why=f"For {MARK}", base=None)
    vote = Proposal.objects.create(
        community=ada.community, author=zephyrine, client_id=uuid4(), kind="opinion", title=f"More {MARK}",
        discussed_until=now(), secret=False, state="voting", closes_at=now() - timedelta(seconds=1),
    )  # fmt: skip
    closing.close(vote.pk)
    titles.give(Moderator(member=ada), zephyrine, f"Queen {NAME}")
    notes.add(by, ben, f"Knows {MARK}")
    messages.hide(Moderator(member=ada), Message.objects.get(pk=say(ben, square, "Gone").pk), f"Against @{NAME}")
    threads.remove(Moderator(member=ada), Thread.objects.get(pk=start(ben, "Gone too").pk), f"Against @{NAME}")
    sanctions.impose(Moderator(member=ada), ben, sanctions.Penalty("notice"), reason=f"@{NAME} was hurt")


def be_about(zephyrine, square):
    """What Redis and the sessions know of somebody who is about just now, and an archive that was made."""
    browser = Api(zephyrine)
    browser.client.post("/_allauth/browser/v1/auth/login", {"username": LOGIN, "password": "wrong"}, JSON)
    Client().post("/_allauth/browser/v1/auth/login", {"username": LOGIN, "password": "wrong"}, JSON)
    begun = SessionStore()
    begun["account_login"] = {"email": MAIL}
    begun.create()
    presence.enter([presence.Here(square.pk, zephyrine.pk, True)])
    making.make(exports.ask(zephyrine.user))
    assert any(str(zephyrine.pk).encode() in content for _, content in everywhere.in_redis())
    assert any(MARK.encode() in content for _, content in everywhere.files())
    assert any(MAIL.encode() in content for _, content in everywhere.sessions()), "an address of who only began"


@pytest.mark.parametrize("words", ["stay", "go"])
def test_nothing_says_who_it_was_once_somebody_is_forgotten(words, zephyrine, ada, ben, square):
    live(zephyrine, ada, ben, square)
    places = [finishing.place(file.key, finishing.WHOLE) for file in File.objects.all()]
    assert all(storage.of_files().exists(place) for place in places)
    erasing.carry_out(due(zephyrine.user, words))
    read_anew()
    assert {needle: where(needle) for needle in (NAME, LOGIN, MAIL)} == {NAME: [], LOGIN: [], MAIL: []}
    if words == "go":
        assert where(MARK) == []
        assert not any(storage.of_files().exists(place) for place in places)


@pytest.fixture
def in_chinese(monkeypatch):
    """The same life in signs that JSON may write otherwise."""
    monkeypatch.setattr(sys.modules[__name__], "NAME", "小溪")
    monkeypatch.setattr(sys.modules[__name__], "MARK", "白鹭独行")


def test_who_is_called_and_writes_in_chinese_is_forgotten_as_well(in_chinese, zephyrine, ada, ben, square):
    live(zephyrine, ada, ben, square)
    erasing.carry_out(due(zephyrine.user, "go"))
    read_anew()
    assert (where("小溪"), where("白鹭独行")) == ([], [])


def test_what_the_members_vote_on_is_decided_first_and_goes_if_it_is_not_done(zephyrine, ada):
    made = Proposal.objects.create(
        community=ada.community, author=zephyrine, kind="rules", title=MARK, words=MARK, method="majority",
        data={"text": f"Grow {MARK}.", "before": ""}, discussed_until=now(), client_id=uuid4(), state="voting",
        secret=False, closes_at=now() - timedelta(seconds=1),
    )  # fmt: skip
    erasing.carry_out(due(zephyrine.user, "go"))
    assert where(MARK) == ["governance_proposal.data"]
    closing.close(made.pk)
    look_after()
    assert (Proposal.objects.get().state, where(MARK)) == ("rejected", [])


def test_what_was_carried_out_stays_the_communitys(zephyrine, ada):
    made = Proposal.objects.create(
        community=ada.community, author=zephyrine, kind="room_open", title=MARK, words=MARK, method="majority",
        data={"name": "Shore", "topic": ""}, subject="Shore", discussed_until=now(), client_id=uuid4(), state="carried",
    )  # fmt: skip
    erasing.carry_out(due(zephyrine.user, "go"))
    made.refresh_from_db()
    assert (made.title, made.subject) == ("", "Shore")


def test_words_that_stay_are_a_former_members(zephyrine, ada, ben, square, api):
    live(zephyrine, ada, ben, square)
    erasing.carry_out(due(zephyrine.user, "stay"))
    page = api(ben).get(f"rooms/{square.pk}/messages/")
    said = {message["body"]: message["author"]["name"] for message in page["messages"]}
    assert said[f"I like {MARK}"] == "Former member"
    assert "Good morning @Former member" in said


def test_who_stood_in_an_election_is_a_former_member_on_its_ballot(zephyrine, ada, ben, square):
    live(zephyrine, ada, ben, square)
    erasing.carry_out(due(zephyrine.user, "stay"))
    options = Proposal.objects.get(kind="election").options
    assert options == [{"key": str(zephyrine.pk), "name": "Former member"}, {"key": str(ada.pk), "name": "Ada"}]


def test_rows_of_words_that_went_stay_in_their_places(zephyrine, ada, ben, square, api):
    live(zephyrine, ada, ben, square)
    erasing.carry_out(due(zephyrine.user, "go"))
    page = api(ben).get(f"rooms/{square.pk}/messages/")
    assert [message["seq"] for message in page["messages"]] == [1, 2, 3, 4, 5]
    assert (page["messages"][0]["body"], page["messages"][0]["removed"]) == ("", "deleted")


def test_what_somebody_saved_goes_with_them(zephyrine, ada, ben, square):
    live(zephyrine, ada, ben, square)
    assert Saved.objects.exists()
    erasing.carry_out(due(zephyrine.user, "stay"))
    assert not Saved.objects.exists()


def test_the_audit_is_whole_afterwards(zephyrine, ada, ben, square):
    live(zephyrine, ada, ben, square)
    erasing.carry_out(due(zephyrine.user, "go"))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert chain.prove(ada.community).faults == []


def test_somebody_who_is_forgotten_is_signed_out_and_does_not_come_in_again(zephyrine, api):
    browser = api(zephyrine)
    browser.get("me/data/")
    erasing.carry_out(due(zephyrine.user, "stay"))
    assert browser.refused("GET", "me/data/") == "auth.required"
    assert not User.objects.get(pk=zephyrine.user_id).is_active


def test_a_wrong_password_erases_nobody(zephyrine, api):
    assert api(zephyrine).refused("PUT", "me/erasure/", {"password": "guess", "words": "go"}) == "account.password"
    assert not Erasure.objects.exists()


def test_it_can_be_taken_back_for_seven_days(zephyrine, api):
    browser = api(zephyrine)
    asked = browser.put("me/erasure/", {"password": "a long secret", "words": "go"})
    assert browser.get("me/data/")["erasure"] == asked
    browser.delete("me/erasure/")
    assert browser.get("me/data/")["erasure"] is None
    assert erasing.due() == []


def test_nothing_happens_before_it_is_due(zephyrine):
    erasing.carry_out(erasures.ask(zephyrine.user, "a long secret", "go"))
    assert Member.objects.get(pk=zephyrine.pk).name == NAME


def test_whoever_asks_is_told_by_letter_and_in_the_inbox(zephyrine, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        erasures.ask(zephyrine.user, "a long secret", "go")
    assert [letter.to for letter in mail.outbox] == [[MAIL]]
    assert zephyrine.notices.filter(kind="erasure_asked").count() == 1


def test_the_last_owner_hands_over_first(ada):
    with pytest.raises(Conflict) as refusal:
        erasures.ask(ada.user, "", "stay")
    assert refusal.value.code == "member.last_owner"


def test_who_became_the_last_owner_meanwhile_stays_until_they_hand_over(zephyrine, ada):
    Member.objects.filter(pk=zephyrine.pk).update(role="owner")
    erasure = due(zephyrine.user, "stay")
    Member.objects.filter(pk=ada.pk).update(role="member")
    erasing.carry_out(erasure)
    assert Member.objects.get(pk=zephyrine.pk).name == NAME
    Member.objects.filter(pk=ada.pk).update(role="owner")
    erasing.carry_out(erasure)
    assert Member.objects.get(pk=zephyrine.pk).name == "Former member"


def test_who_stops_in_the_middle_goes_on_where_they_stopped(zephyrine, ada, ben, square, monkeypatch):
    live(zephyrine, ada, ben, square)
    erasure = due(zephyrine.user, "go")
    whole = forgetting.registered()

    def die(gone):
        raise RuntimeError("The power went out.")

    monkeypatch.setattr(forgetting, "registered", lambda: [whole[0], die])
    with pytest.raises(RuntimeError):
        erasing.carry_out(erasure)
    monkeypatch.setattr(forgetting, "registered", lambda: whole)
    erasing.carry_out(Erasure.objects.select_related("user").get(pk=erasure.pk))
    assert where(NAME) == where(MARK) == []
