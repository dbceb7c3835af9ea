"""The admin: who sees what of it, and that every act goes through a verb and leaves an audit entry."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from board import capsules, posts, threads
from board.capsule_shapes import KeptPart
from board.models import Capsule, Category, Post, Promotion, Thread
from chat import messages, rooms
from chat.conversations import suggestions
from chat.models import Message, Removal
from chat.overload.models import Load
from community.access import Role
from community.activity.models import Activity
from community.backstage.refusals import _EXPLANATIONS
from community.clock import now
from community.governance.models import Charter, Proposal, Regency, Term
from community.jobs.models import FailedJob
from community.joining.models import Application, Waiting
from community.jury.models import Trial
from community.members.models import Community, Member, Silence, User
from community.moderation import staff
from community.moderation.models import AuditEntry, Case, ListedWord, Sanction
from community.notifications.models import Digest
from community.roles.models import Adjustment
from community.rules.models import RulesVersion
from tests.chat.overload import crowds
from tests.community.moderation import rows as moderated
from tests.community.moderation.desk import signed_in as browser
from tests.community.points.weeks import weekly
from tests.conftest import joined, person

FOR_MODERATORS = {
    "members.community", "members.member", "chat.room", "chat.message", "board.category", "board.thread", "board.post",
    "moderation.auditentry", "moderation.listedword", "board.capsule",
    "conversations.suggestion", "overload.load", "moderation.case", "moderation.sanction", "moderation.appeal",
    "rules.rulesversion", "roles.adjustment",
    "joining.application", "joining.waiting",
    "governance.proposal", "governance.charter", "governance.term", "governance.regency", "jury.trial",
    "points.transfer",
}  # fmt: skip
FOR_SUPERUSERS = {
    "members.user",
    "auth.group",
    "activity.activity",
    "jobs.failedjob",
    "notifications.digest",
}


def label(model) -> str:
    return model._meta.label_lower


def url(model, page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def root(db) -> User:
    return User.objects.create(username="root", is_staff=True, is_superuser=True)


@pytest.fixture
def guard(mo) -> User:
    """Mo, no moderator of the community any more, whom a superuser made staff and put into the group."""
    mo.role = Role.MEMBER
    mo.save()
    mo.user.is_staff = True
    mo.user.save()
    mo.user.groups.add(Group.objects.get(name=staff.GROUP))
    return mo.user


def said(author: Member, room, body: str) -> Message:
    return Message.objects.get(pk=messages.post(author, room, body, client_id=uuid4()).id)


@pytest.fixture
def words(ada, ben, square) -> list[Message]:
    return [said(author, square, f"{author.name} says {number}") for number in range(3) for author in (ada, ben)]


@pytest.fixture
def thread(ada) -> Thread:
    category = Category.objects.filter(community=ada.community).first()
    shape = threads.start(ada, category, "Tea or coffee", "Which one?", client_id=uuid4())
    return Thread.objects.get(pk=shape.id)


@pytest.fixture
def everything(ada, ben, words, thread) -> dict[str, object]:
    """A row of each list, by label."""
    Silence.objects.create(member=ben, until=now() + timedelta(hours=1))
    proposal = Proposal.objects.create(
        community=ada.community,
        author=ben,
        client_id=uuid4(),
        kind="opinion",
        title="Tea",
        words="More of it.",
        method="majority",
        discussed_until=now(),
    )
    over = Case.objects.create(
        community=ada.community, member=ben, object=f"member:{ben.pk}", path="/", due_at=now(), settled_at=now()
    )
    rows = [
        ada.community, ada, ada.user, words[0].room, words[0], thread.category, thread, thread.posts.first(),
        AuditEntry.objects.create(community=ada.community, actor=ada, member=ben, act="hide", object="message:1"),
        Activity.objects.create(community=ada.community, actor=ada, verb="room.create", object="room:1"),
        FailedJob.objects.create(task="chat.tasks.tell_of_message", args=[1], error="Boom", tries=6),
        Digest.objects.create(user=ada.user, day=now().date()),
        Group.objects.first(),
        Capsule.objects.create(community=ada.community, room=words[0].room, title="A note", parts=[], by=ada),
        suggestions.make(crowds.conversation(words[0].room, words), "sign"),
        Load.objects.create(room=words[0].room, state="overloaded", people=151, circle=[ada.pk, ben.pk]),
        ListedWord.objects.create(community=ada.community, text="spam", action="block"),
        RulesVersion.objects.create(community=ada.community, number=1, text="Be kind.", by=ada),
        Adjustment.objects.create(community=ada.community, capability="room.create", least="member", by=ada),
        Application.objects.create(community=ada.community, user=person("Applicant")),
        Waiting.objects.create(community=ada.community, user=person("Patient")),
        proposal,
        Trial.objects.create(
            community=ada.community, case=over, member=ben, asked="ban", size=3, quorum=2, closes_at=now(),
        ),
        Charter.objects.create(community=ada.community),
        Term.objects.create(
            community=ada.community, proposal=proposal, member=ben, role="moderator", until=now() + timedelta(days=9)
        ),
        Regency.objects.create(community=ada.community, member=ben, before="member"),
        weekly(ada.community, 9),
        *moderated.of(ben, words[1], ada.user),
    ]  # fmt: skip
    return {label(row): row for row in rows}


def act(user: User, action: str, rows: list, **answers: str):
    """Choose rows, choose an action, and fill in the page that asks, if there are answers for it."""
    data = {"action": action, "_selected_action": [row.pk for row in rows]}
    data |= {"answered": "1", **answers} if answers else {}
    return browser(user).post(url(type(rows[0]), "changelist"), data, follow=True)


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


# --- Who sees what ----------------------------------------------------------------------------------------------------


def test_every_list_is_known_to_this_test():
    assert {label(model) for model in admin.site._registry if model._meta.app_label != "account"} == (
        FOR_MODERATORS | FOR_SUPERUSERS
    )


def addresses(patterns, above: str = "") -> list[str]:
    """Every address of the admin, with a number where one names a row."""
    found = []
    for pattern in patterns:
        route = above + re.sub(r"<[^>]*app_label[^>]*>", "jobs", str(pattern.pattern))
        route = re.sub(r"<[^>]+>|\(\?P[^)]*\)", "1", route).lstrip("^").rstrip("$")
        found += addresses(pattern.url_patterns, route) if hasattr(pattern, "url_patterns") else [f"/admin/{route}"]
    return found


def test_no_address_of_the_admin_is_open_to_who_is_not_staff(everything, cleo):
    found, clients = addresses(admin.site.get_urls()), (browser(cleo), Client())
    assert len(found) > 60

    for address in found:
        for client in clients:
            answer = client.get(address)
            opened = answer.status_code == 200 and address not in ("/admin/login/", "/admin/jsi18n/")
            assert not opened, address


def test_moderators_open_nothing_of_a_list_that_is_not_theirs(everything, guard):
    client = browser(guard)
    closed = {name.replace(".", "/") for name in FOR_SUPERUSERS}
    for address in addresses(admin.site.get_urls()):
        if any(address.startswith(f"/admin/{name}/") for name in closed):
            assert client.get(address).status_code in (302, 403, 404), address  # what does not exist leads back


def test_the_front_page_shows_moderators_only_their_lists(everything, root, guard):
    page = browser(guard).get(reverse("admin:index")).content.decode()

    assert url(Message, "changelist") in page
    assert url(FailedJob, "changelist") not in page
    assert url(User, "changelist") not in page
    assert url(FailedJob, "changelist") in browser(root).get(reverse("admin:index")).content.decode()


def test_staff_outside_of_the_group_see_and_do_nothing(cleo, words):
    cleo.is_staff = True
    cleo.save()

    assert browser(cleo).get(url(Message, "changelist")).status_code == 403
    assert act(cleo, "hide", words[:1], reason="").status_code == 403
    assert not Removal.objects.exists()


def test_who_may_only_look_may_not_act(guard, words):
    guard.groups.get().permissions.remove(guard.groups.get().permissions.get(codename="moderate"))

    act(guard, "hide", words[:1], reason="")

    assert not Removal.objects.exists()


def test_the_group_makes_itself_again_with_every_migration(db):
    from django.core.management import call_command

    Group.objects.all().delete()
    call_command("migrate", verbosity=0)
    call_command("migrate", verbosity=0)

    codenames = set(Group.objects.get(name=staff.GROUP).permissions.values_list("codename", flat=True))
    assert codenames == {f"view_{name.split('.')[1]}" for name in FOR_MODERATORS} | {"moderate"}


def test_autocompletes_answer_only_whom_the_list_answers(everything, root, guard, cleo):
    query = {"app_label": "chat", "model_name": "message", "field_name": "author", "term": "Ada"}
    where = reverse("admin:autocomplete")

    assert browser(guard).get(where, query).json()["results"]
    assert browser(cleo).get(where, query).status_code == 302
    accounts = {"app_label": "notifications", "model_name": "digest", "field_name": "user", "term": "a"}
    assert browser(guard).get(where, accounts).status_code == 403


# --- What is private --------------------------------------------------------------------------------------------------


def test_words_of_a_direct_room_are_nowhere_in_the_admin(ada, ben, root, words):
    room = rooms.direct(ada, ben)
    secret = said(ada, room, "Our secret")
    client = browser(root)

    assert client.get(url(Message, "change", secret.pk)).status_code == 302
    for where in (
        url(Message, "changelist"),
        f"{url(Message, 'changelist')}?q=secret",
        f"{url(Message, 'changelist')}?room__id__exact={room.pk}",
        url(type(room), "changelist"),
    ):
        assert b"Our secret" not in client.get(where).content
    assert client.get(url(type(room), "change", room.pk)).status_code == 302
    act(root, "hide", [secret], reason="")
    assert not Removal.objects.exists()


def test_nothing_of_a_direct_room_is_suggested_measured_or_kept_in_the_admin(ada, ben, root, words):
    room = rooms.direct(ada, ben)
    secret = said(ada, room, "Our secret")
    rows = [
        Capsule.objects.create(community=ada.community, room=room, title="Our secret", parts=[], by=ada),
        suggestions.make(crowds.conversation(room, [secret]), "sign"),
        Load.objects.create(room=room, circle=[ada.pk]),
    ]  # fmt: skip
    client = browser(root)
    for row in rows:
        assert client.get(url(type(row), "change", row.pk)).status_code == 302
        assert client.get(url(type(row), "changelist")).context["cl"].result_count == 0


def test_a_title_that_repeats_what_was_removed_is_not_read_in_the_admin(ada, root, words):
    line = KeptPart.model_validate({
        "kind": "answer", "lines": [{"text": "A line", "sources": [{"message": words[0].pk}]}],
    })  # fmt: skip
    shape = capsules.keep(ada, words[0].room, "Ada says 0", [line])
    messages.delete(ada, words[0])
    page = browser(root).get(url(Capsule, "change", shape.id)).content.decode()
    assert "Ada says 0" not in page


def test_the_circle_of_a_room_is_shown_by_name(ada, ben, guard, words):
    load = Load.objects.create(room=words[0].room, state="overloaded", people=151, circle=[ada.pk, ben.pk])
    assert "Ada, Ben" in browser(guard).get(url(Load, "change", load.pk)).content.decode()


@pytest.mark.parametrize("take_back", [messages.recall, messages.delete])
def test_what_its_author_took_back_is_not_read_in_the_admin(ada, root, square, take_back: Callable):
    message = said(ada, square, "Slip of the tongue")
    take_back(ada, message)
    client = browser(root)

    for where in (
        url(Message, "changelist"),
        url(Message, "change", message.pk),
        f"{url(Message, 'changelist')}?q=Slip",
    ):
        assert b"Slip of" not in client.get(where).content
    assert f"/{message.pk}/change/" in client.get(url(Message, "changelist")).content.decode()
    assert f"/{message.pk}/change/" not in client.get(f"{url(Message, 'changelist')}?q=Slip").content.decode()
    assert (
        b"Slip of"
        not in browser(root)
        .post(url(Message, "changelist"), {"action": "hide", "_selected_action": [message.pk]})
        .content
    )


@pytest.mark.parametrize(
    ("model", "lookup"), [(Message, "body__icontains"), (Post, "body"), (Post, "message__body__icontains")]
)
def test_no_query_string_finds_what_its_author_took_back(ada, root, square, model, lookup):
    taken = said(ada, square, "I love Ben")
    messages.delete(ada, taken)
    assert browser(root).get(url(model, "changelist"), {lookup: "I love Ben"}).status_code == 400


def test_what_members_wrote_is_escaped(ada, root, square):
    message = said(ada, square, "<script>alert(1)</script>")

    for where in (url(Message, "changelist"), url(Message, "change", message.pk)):
        assert b"<script>alert(1)" not in browser(root).get(where).content


def test_nobody_edits_a_message(root, words):
    browser(root).post(url(Message, "change", words[0].pk), {"body": "Changed", "text": "Changed"})

    words[0].refresh_from_db()
    assert words[0].body == "Ada says 0"


# --- Acts -------------------------------------------------------------------------------------------------------------


def last_entry() -> AuditEntry:
    return AuditEntry.objects.latest("pk")


def test_hiding_asks_for_a_reason_first(guard, words):
    page = act(guard, "hide", words[:2])

    assert "Ada says 0" in page.content.decode()
    assert not Removal.objects.exists()


def test_hidden_messages_can_be_restored_and_both_are_in_the_audit(guard, words):
    act(guard, "hide", words[:2], reason="Off the mark")
    assert Removal.objects.filter(message__in=words[:2], kind="hidden", reason="Off the mark").count() == 2
    assert (last_entry().act, last_entry().staff, dict(last_entry().said())) == (
        "hide", guard, {"reason": "Off the mark"},
    )  # fmt: skip

    act(guard, "restore", words[:2])
    assert not Removal.objects.exists()
    assert (last_entry().act, last_entry().staff) == ("restore", guard)


def test_what_cannot_be_hidden_is_named_and_the_rest_is_hidden(guard, words):
    act(guard, "hide", words[:1], reason="")

    response = act(guard, "hide", words[:2], reason="")

    assert told(response) == ["Ada: Ada says 0: It is not shown any more.", "1 hidden"]


def test_posts_are_hidden_and_restored(guard, ben, thread):
    post = Post.objects.get(pk=posts.reply(ben, thread, "Neither.", client_id=uuid4()).id)

    act(guard, "hide", [post], reason="")
    assert Post.objects.get(pk=post.pk).removed() == "hidden"
    act(guard, "restore", [post])
    assert Post.objects.get(pk=post.pk).removed() is None
    assert list(AuditEntry.objects.order_by("pk").values_list("act", flat=True)) == ["hide", "restore"]


def test_a_thread_is_locked_and_unlocked(guard, thread):
    act(guard, "lock", [thread])
    assert (last_entry().act, last_entry().staff) == ("lock", guard)
    act(guard, "unlock", [thread])
    assert last_entry().act == "unlock"
    assert not hasattr(Thread.objects.get(pk=thread.pk), "lock")


@pytest.mark.parametrize(("choice", "hours"), [("1", 1), ("24", 24), ("168", 168)])
def test_a_member_is_silenced_for_a_preset_time(guard, ben, choice, hours):
    act(guard, "silence", [ben], hours=choice, reason="Calm down")

    silence = Silence.objects.get(member=ben)
    assert abs(silence.until - now() - timedelta(hours=hours)) < timedelta(minutes=1)
    assert silence.reason == "Calm down"
    assert (last_entry().act, last_entry().member, last_entry().staff) == ("silence", ben, guard)
    assert ben.notices.get().kind == "sanctioned"


def test_a_member_is_silenced_until_a_moment_of_ones_own_and_let_speak_again(guard, ben):
    act(guard, "silence", [ben], hours="own", own_0="2030-01-02", own_1="03:04:00", reason="Calm down")
    assert Silence.objects.get(member=ben).until.isoformat() == "2030-01-02T03:04:00+00:00"

    act(guard, "lift", [ben])
    assert not Silence.objects.exists()
    assert last_entry().act == "lift silence"


@pytest.mark.parametrize("own", [{}, {"own_0": "2001-01-01", "own_1": "00:00:00"}, {"own_0": "soon", "own_1": "ish"}])
def test_a_moment_that_is_past_or_none_silences_nobody(guard, ben, own):
    response = act(guard, "silence", [ben], hours="own", reason="", **own)

    assert response.context["form"].errors["own"]
    assert not Silence.objects.exists()


def test_nobody_is_silenced_without_an_article_or_a_reason(guard, community, ben):
    Community.objects.filter(pk=community.pk).update(rules="Be kind.")
    response = act(guard, "silence", [ben], hours="24", reason="")
    assert list(response.context["form"].errors) == ["reason"]
    assert not Silence.objects.exists()
    act(guard, "silence", [ben], hours="24", rule="Be kind.", reason="")
    assert Sanction.objects.get(member=ben).rule == "Be kind."


def test_a_failed_job_is_run_again_once(root, monkeypatch):
    job = FailedJob.objects.create(task="chat.tasks.tell_of_message", args=[7], error="Boom", tries=6)
    sent = []
    monkeypatch.setattr("community.jobs.task.current_app.send_task", lambda *args, **more: sent.append((args, more)))

    act(root, "run_again", [job])
    act(root, "run_again", [job])

    assert sent == [(("chat.tasks.tell_of_message",), {"args": [7], "kwargs": {}})]


# --- Promoting --------------------------------------------------------------------------------------------------------


def test_a_selection_is_promoted_with_its_authors_and_audited(guard, words, ada):
    category = Category.objects.get(community=ada.community)

    page = act(guard, "promote", words[1:4])
    assert "Ben says 0" in page.content.decode()
    response = act(guard, "promote", words[1:4], title="What Ben said", category=str(category.pk))

    promotion = Promotion.objects.get()
    assert told(response) == ["Promoted as “What Ben said”."]
    assert [post.message for post in promotion.thread.posts.order_by("seq")] == words[1:4]
    assert (last_entry().act, last_entry().staff, last_entry().actor) == ("promote", guard, promotion.by)


def test_a_choice_of_nothing_is_not_promoted(guard, ada, ben):
    response = act(guard, "promote", [said(ada, rooms.direct(ada, ben), "Only for you")])

    assert told(response) == ["Choose messages of one room."]


def test_messages_of_two_rooms_are_not_promoted_together(guard, ada, words):
    other = said(ada, rooms.create(ada, "open", "Other"), "Elsewhere")

    response = act(guard, "promote", [words[0], other])

    assert told(response) == ["Choose messages of one room."]
    assert not Promotion.objects.exists()


def test_staff_who_are_not_in_the_room_are_told_so(guard, ada, den):
    message = said(ada, den, "Behind closed doors")

    response = act(guard, "promote", [message])

    assert "not open to you" in told(response)[0]


def test_what_stands_in_a_thread_already_is_not_promoted_again(guard, words, ada):
    category = Category.objects.get(community=ada.community)
    act(guard, "promote", words[:2], title="First", category=str(category.pk))

    response = act(guard, "promote", words[1:3], title="Second", category=str(category.pk))

    assert response.context["form"].non_field_errors() == ["Some of these messages stand in a thread already."]
    assert AuditEntry.objects.count() == 1


def test_a_closed_rooms_words_need_their_authors(guard, ada, ben, mo, den):
    rooms.invite(ada, den, mo)
    joined(ada.community, "Eve", Role.MEMBER)
    message = said(ben, den, "Between us")
    category = Category.objects.get(community=ada.community)

    response = act(guard, "promote", [message], title="Leaked", category=str(category.pk))

    assert response.context["form"].non_field_errors()
    assert not Promotion.objects.exists()


# --- Lists ------------------------------------------------------------------------------------------------------------


def _queries(client: Client, where: str) -> int:
    """How many queries a list takes once it was opened before."""
    client.get(where)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(where).status_code == 200
    return len(queries)


def _more(number: int, ada: Member, thread: Thread) -> None:
    """Another row of every list, by somebody new, in a place of its own."""
    someone = joined(ada.community, f"Guest {number}")
    room = rooms.create(ada, "open", f"Room {number}")
    message = said(someone, room, f"Hello {number}")
    messages.delete(someone, message)
    Message.objects.filter(pk=said(someone, room, "Again").pk).update(reply_to=message)
    category = Category.objects.create(community=ada.community, slug=f"c{number}", name=f"Corner {number}")
    threads.start(someone, category, f"Thread {number}", "Words", client_id=uuid4())
    posts.reply(someone, thread, "More", client_id=uuid4())
    place = Community.objects.create(slug=f"pond-{number}", name=f"Pond {number}")
    AuditEntry.objects.create(
        community=place, actor=someone, staff=someone.user, member=someone, act="hide", object="message:1"
    )
    Activity.objects.create(community=place, actor=someone, verb="x", object="room:1")
    FailedJob.objects.create(task="t", error="Boom", tries=6)
    Digest.objects.create(user=someone.user, day=now().date())
    Group.objects.create(name=f"Group {number}")
    moderated.of(someone, said(someone, room, "Fools!"), ada.user)


def test_no_list_asks_the_database_more_for_more_rows(ada, everything, thread, root):
    client = browser(root)
    lists = {name: url(type(row), "changelist") for name, row in everything.items()}
    before = {name: _queries(client, where) for name, where in lists.items()}

    for number in range(5):
        _more(number, ada, thread)

    assert {name: _queries(client, where) for name, where in lists.items()} == before


@pytest.mark.parametrize("name", sorted(FOR_MODERATORS))
def test_each_list_is_searched_filtered_and_dated(everything, guard, name):
    client, where = browser(guard), url(type(everything[name]), "changelist")

    page = admin.site._registry[type(everything[name])]
    for query in ("q=Ada", "q=%00", "p=0", "e=1", f"{page.date_hierarchy}__year=2026" if page.date_hierarchy else ""):
        assert client.get(f"{where}?{query}").status_code in (200, 302), query
    if name != "members.community":
        community = everything["members.community"]
        path = "room__community" if name in ("conversations.suggestion", "overload.load") else "community"
        assert client.get(f"{where}?{path}__id__exact={community.pk}").status_code == 200


def test_a_search_finds_text_and_author(words, guard):
    client = browser(guard)

    found = client.get(url(Message, "changelist"), {"q": "Ben"}).context["cl"].result_list

    assert {message.author.name for message in found} == {"Ben"}
    assert len(client.get(url(Message, "changelist"), {"q": "says 2"}).context["cl"].result_list) == 2


@pytest.mark.parametrize(("state", "count"), [("shown", 4), ("hidden", 1), ("gone", 1)])
def test_messages_are_filtered_by_state(words, guard, ben, state, count):
    act(guard, "hide", words[:1], reason="")
    messages.delete(ben, words[1])

    found = browser(guard).get(url(Message, "changelist"), {"state": state}).context["cl"].result_list

    assert len(found) == count


def test_a_row_leads_into_the_app(words, thread, guard):
    client = browser(guard)

    assert f'"/c/lake/r/{words[0].room_id}/m/{words[0].pk}"' in client.get(url(Message, "changelist")).content.decode()
    assert f'"/c/lake/t/{thread.pk}/p/1"' in client.get(url(Post, "changelist")).content.decode()


def test_the_front_page_counts_what_came_today(words, guard):
    figures = {figure.title: figure.count for figure in browser(guard).get(reverse("admin:index")).context["figures"]}

    assert figures["messages"] == 6


@pytest.mark.parametrize(("language", "heading"), [("zh-hans", "消息"), ("zh-hant", "訊息"), ("en", "Messages")])
def test_the_admin_speaks_the_readers_language(guard, words, language, heading):
    page = browser(guard).get(url(Message, "changelist"), headers={"accept-language": language}).content.decode()

    assert heading in page
    assert ("Created at" in page) == (language == "en")


def test_every_explanation_is_of_a_code_in_the_protocol():
    from pathlib import Path

    protocol = Path(__file__).parents[2].joinpath("docs", "protocol.md").read_text()
    assert {code for code in _EXPLANATIONS if f"`{code}`" not in protocol} == set()
