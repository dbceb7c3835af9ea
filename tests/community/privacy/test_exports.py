"""One's own data as an archive: whole, once a day, for oneself alone."""

import json
from datetime import datetime, timedelta
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.utils.formats import date_format
from django.utils.timezone import localtime

from board import reactions
from community.clock import now
from community.drafts import drafts
from community.drafts.shapes import SaveDraft
from community.files import storage
from community.governance.models import Proposal, Voter
from community.joining import applications
from community.joining.models import Application
from community.members.models import Member, User
from community.moderation import appeals, sanctions
from community.moderation.audit import Moderator
from community.moderation.sanctions import Penalty
from community.points import ledger
from community.privacy import exports, making, sections
from community.privacy.models import Export
from community.saved import saving
from community.trust.models import Standing
from tests.board.acts import fresh_post, reply, say, start
from tests.uploads import picture, upload

pytestmark = pytest.mark.django_db


def made(user) -> Export:
    export = exports.ask(user)
    making.make(export)
    export.refresh_from_db()
    return export


def opened(export: Export) -> ZipFile:
    return ZipFile(storage.of_files().open(making.place(export.key)))


def told(archive: ZipFile, name: str) -> list[dict]:
    return [json.loads(line) for line in archive.read(f"data/{name}.jsonl").splitlines()]


def people_named_by(model) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.related_model in (User, Member)]


def test_every_field_that_names_a_person_is_exported_or_says_why_not():
    exported = {
        (one.model._meta.label, one.owner) for one in sections.registered() if isinstance(one, sections.Section)
    }
    named = {(model._meta.label, name) for model in apps.get_models() for name in people_named_by(model)}
    missing = named - exported - sections.spared().keys()
    assert not missing, f"Nobody tells or spares {sorted(missing)}: register a section, or `spare` it with a reason."


def test_nothing_is_spared_that_does_not_exist():
    named = {(model._meta.label, name) for model in apps.get_models() for name in people_named_by(model)}
    assert sections.spared().keys() <= named


def test_the_archive_holds_ones_words_reactions_and_drafts(ben, ada, square):
    say(ben, square, "Hello from the lake")
    thread = start(ada)
    post = reply(ben, thread, "A thought")
    reactions.add(ben, fresh_post(post.pk), "👍")
    drafts.save(ben, f"thread:{thread.pk}", SaveDraft(body="Half a thought"))
    saving.save(ben, "thread", thread.pk)
    archive = opened(made(ben.user))
    assert [row["body"] for row in told(archive, "messages")] == ["Hello from the lake"]
    assert [(row["kind"], row["object_id"]) for row in told(archive, "saved")] == [("thread", thread.pk)]
    assert [row["body"] for row in told(archive, "posts")] == ["A thought"]
    assert [row["emoji"] for row in told(archive, "post-reactions")] == ["👍"]
    assert [row["body"] for row in told(archive, "drafts")] == ["Half a thought"]
    assert "messages" in archive.read("index.html").decode()
    assert "Hello from the lake" in archive.read("pages/messages.html").decode()


def test_it_holds_nobody_elses_words(ben, ada, square):
    say(ada, square, "Words of Ada")
    archive = opened(made(ben.user))
    assert not any(b"Words of Ada" in archive.read(name) for name in archive.namelist())


def test_words_of_markup_do_nothing_in_the_page(ben, square):
    say(ben, square, "<script>alert(1)</script>")
    assert b"<script>" not in opened(made(ben.user)).read("pages/messages.html")


def test_no_password_and_no_key_of_a_device_is_in_it(ben):
    ben.user.set_password("a long secret")
    ben.user.save()
    (account,) = told(opened(made(ben.user)), "account")
    assert "password" not in account


def test_a_second_archive_on_the_same_day_is_refused(ben, api):
    api(ben).post("me/exports/")
    assert api(ben).refused("POST", "me/exports/") == "export.daily"


def test_only_the_owner_fetches_it_and_only_for_a_week(ben, ada, api):
    export = made(ben.user)
    address = f"me/exports/{export.pk}/file/"
    answer = api(ben).request("GET", address)
    assert (answer.status_code, answer["Content-Disposition"][:10]) == (200, "attachment")
    assert api(ada).refused("GET", address) == "not_found"
    Export.objects.update(expires_at=now() - timedelta(seconds=1))
    assert api(ben).refused("GET", address) == "not_found"
    making.tidy()
    assert not storage.of_files().exists(making.place(export.key))


def test_making_it_twice_leaves_one_archive_and_one_notice(ben):
    export = made(ben.user)
    making.make(Export.objects.get(pk=export.pk))
    making.make(Export(pk=export.pk, user=ben.user))
    assert ben.notices.filter(kind="export_ready").count() == 1
    assert len(storage.of_files().listdir("exports")[1]) >= 1
    export.refresh_from_db()
    assert storage.of_files().exists(making.place(export.key))


def test_files_are_in_it(ben, api):
    upload(api(ben), picture())
    assert any(name.startswith("files/") for name in opened(made(ben.user)).namelist())


def test_it_tells_what_was_imposed_by_which_article_until_when_and_what_came_of_the_appeal(ben, ada):
    until = now() + timedelta(days=3)
    penalty = Penalty("silence", until)
    made = sanctions.impose(Moderator(member=ada), ben, penalty, rule="2. Be kind.", reason="Too loud.")
    appeals.answer(Moderator(member=ada), appeals.appeal(ben.user, made.pk, "I whispered."), "lifted", "You did.")
    archive = opened(exported(ben))
    (row,) = told(archive, "sanctions")
    assert (row["community_name"], row["grade"], row["rule"], row["reason"]) == (
        "Lake", "silence", "2. Be kind.", "Too loud.",
    )  # fmt: skip
    assert (row["appeal_words"], row["appeal_outcome"], row["appeal_answer"]) == ("I whispered.", "lifted", "You did.")
    assert datetime.fromisoformat(row["until"]) == until
    assert row["lifted_at"]
    assert "by_id" not in row
    page = archive.read("pages/sanctions.html").decode()
    for said in ("What was imposed on me", "2. Be kind.", "I whispered.", date_format(localtime(until))):
        assert said in page


def test_it_tells_what_one_applied_with_and_what_came_of_it(ben, ada):
    answers = [{"question": "Why?", "answer": "To swim."}]
    made = Application.objects.create(community=ada.community, user=ben.user, answers=answers)
    applications.decide(Moderator(member=ada), made, "declined", "No room.")
    archive = opened(exported(ben))
    (row,) = told(archive, "applications")
    assert (row["answers"], row["outcome"], row["reason"]) == (answers, "declined", "No room.")
    page = archive.read("pages/applications.html").decode()
    for told_in_full in ("<dt>question</dt><dd>Why?</dd>", "<dt>answer</dt><dd>To swim.</dd>"):
        assert told_in_full in page


def test_it_tells_ones_proposals_and_the_ballots_of_open_votes_alone(ben, ada):
    for secret, title in ((False, "A pier"), (True, "A boat")):
        vote = Proposal.objects.create(
            community=ada.community, author=ben, client_id=uuid4(), kind="opinion", title=title, secret=secret,
            discussed_until=now(), state="voting", closes_at=now() + timedelta(days=1),
        )  # fmt: skip
        Voter.objects.create(proposal=vote, member=ben, voted=True, choice=None if secret else ["yes"])
    archive = opened(exported(ben))
    assert [row["title"] for row in told(archive, "proposals")] == ["A pier", "A boat"]
    assert [(row["proposal_title"], row["voted"], row["choice"]) for row in told(archive, "votes")] == [
        ("A pier", True, ["yes"]), ("A boat", True, None),
    ]  # fmt: skip
    assert "A pier" in archive.read("pages/votes.html").decode()


def test_it_tells_ones_points_and_trust(ben):
    ledger.of(ben)
    Standing.objects.filter(member=ben).update(level="regular", visits=9)
    archive = opened(exported(ben))
    assert [(row["community_name"], row["balance"]) for row in told(archive, "points")] == [("Lake", 0)]
    assert [(row["level"], row["visits"]) for row in told(archive, "trust")] == [("regular", 9)]
    assert "How far I am trusted" in archive.read("index.html").decode()
    assert "<dt>points</dt><dd>0</dd>" in archive.read("pages/points.html").decode()


@pytest.mark.parametrize(("locale", "title"), [("zh-Hans", "我受到的处分"), ("zh-Hant", "我受到的處分")])
def test_pages_are_in_the_readers_language(ben, ada, locale, title):
    User.objects.filter(pk=ben.user_id).update(locale=locale)
    sanctions.impose(Moderator(member=ada), ben, Penalty("notice"), reason="Loud.")
    archive = opened(exported(Member.objects.get(pk=ben.pk)))
    assert title in archive.read("index.html").decode()
    assert title in archive.read("pages/sanctions.html").decode()


def exported(member: Member) -> Export:
    return made(member.user)
