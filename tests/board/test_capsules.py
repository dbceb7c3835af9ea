"""Capsules: drafted in the talk's own words, kept with their sources, shown to those who can read all of these."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from uuid import uuid4

import pytest

from board import capsule_drafts, capsules, language_model, posts, promotions, threads
from board.capsule_shapes import EditCapsule, NewCapsule
from board.models import Capsule, CapsuleSettings, CapsuleSource
from chat import messages, rooms, seats
from chat.models import Message
from community.access import Role
from community.errors import Forbidden, InvalidInput, NotFound
from community.members.models import Member
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry
from tests.board.acts import category_for, fresh, general, promote, reply, say, start
from tests.chat.catchup.talks import talk
from tests.conftest import joined
from tests.contract.test_query_budgets import queries


@pytest.fixture
def roof(ada, ben, mo, square):
    """A conversation with a question, an answer, a link, a decision and thanks."""
    return talk(
        square,
        (ada, "How do we stop the leak in the boathouse roof before winter?"),
        (ben, "The tar paper under the third tile is torn, we should replace it, see https://example.org/tar-paper"),
        (mo, "Or ftp://old.example.org/roofs if the site is down"),
        (ada, "Let's decide: we replace the tar paper on Saturday at ten"),
        (mo, "Thanks Ben, that was it"),
    )


def cites(*said) -> list[dict[str, int]]:
    return [{"message": one.pk} if isinstance(one, Message) else {"post": one.pk} for one in said]


def part(*lines: tuple[str, list[dict[str, int]]], kind: str = "answer") -> dict[str, object]:
    return {"kind": kind, "lines": [{"text": text, "sources": sources} for text, sources in lines]}


def keep(member, home, *lines, title="What we learned", kind="answer"):
    wanted = NewCapsule.parse({"title": title, "parts": [part(*lines, kind=kind)]})
    return capsules.keep(member, home, wanted.title, wanted.parts)


def edit(member, shape, **changes):
    wanted = EditCapsule.parse(changes)
    return capsules.edit(member, Capsule.objects.get(pk=shape.id), wanted.title, wanted.parts)


def look(member, shape):
    return capsules.shaped([Capsule.objects.select_related("by").get(pk=shape.id)], member)[0]


def texts(shape) -> list[str]:
    return [line.text for row in shape.parts for line in row.lines]


def held(message) -> Message:
    return Message.objects.select_related("room", "author", "removal").get(pk=message.pk)


def hide(by, message) -> None:
    messages.hide(Moderator(member=by), held(message))


def test_a_draft_cites_a_message_for_every_line(ben, roof):
    draft = capsule_drafts.of_conversation(ben, roof)
    kinds = {row.kind: row.lines for row in draft.parts}
    assert "leak" in kinds["question"][0].text
    assert any("https://example.org/tar-paper" in line.text for line in kinds["link"])
    assert all(line.sources and line.sources[0].message for lines in kinds.values() for line in lines)
    assert (draft.by_model, draft.sent) == (False, None)
    assert not Capsule.objects.exists()


def test_a_draft_leads_to_web_pages_only(ben, roof):
    draft = capsule_drafts.of_conversation(ben, roof)
    assert "ftp://" not in str([row for row in draft.parts if row.kind in ("link", "file")])


def test_a_draft_can_be_kept_as_it_is(ben, roof, api):
    draft = api(ben).post(f"conversations/{roof.pk}/capsule/")
    form = {"title": draft["title"], "parts": draft["parts"], "conversation": roof.pk}
    kept = api(ben).post("communities/lake/capsules/", form)
    assert kept["parts"] == draft["parts"]
    assert (kept["room"], kept["thread"], kept["stale"]) == (roof.room_id, None, False)
    assert kept["sources"] == CapsuleSource.objects.filter(capsule=kept["id"]).count()
    assert api(ben).get(f"capsules/{kept['id']}/") == kept
    assert api(ben).get("communities/lake/capsules/")["results"] == [kept]


def test_a_draft_has_no_words_that_were_removed(ada, ben, roof):
    message = Message.objects.get(body__startswith="The tar paper")
    messages.delete(ben, held(message))
    assert "tar-paper" not in capsule_drafts.of_conversation(ada, roof).model_dump_json()


def test_a_draft_of_a_thread_cites_posts(ada, ben, community):
    thread = start(ada, "The jetty", "Which wood lasts longest for the jetty planks?")
    answer = reply(ben, thread, "Larch lasts thirty years and needs no paint, the supplier in Riva has it")
    reply(ada, thread, "Thanks, that solved it", answer)
    reply(ben, thread, "A word that is gone")
    posts.delete(ben, answer.__class__.objects.select_related("thread", "author").get(body="A word that is gone"))
    draft = capsule_drafts.of_thread(ben, fresh(thread))
    assert draft.title == "The jetty"
    assert answer.pk in {one.post for row in draft.parts for line in row.lines for one in line.sources}
    assert "gone" not in draft.model_dump_json()


def test_an_empty_conversation_has_an_empty_draft(ada, square):
    alone = talk(square, (ada, "🙂"))
    assert capsule_drafts.of_conversation(ada, alone).parts == []


def test_onlookers_read_and_keep_nothing(ada, olga, square, api):
    said = say(ada, square)
    with pytest.raises(Forbidden):
        keep(olga, square, ("A line", cites(said)))
    capsule = keep(ada, square, ("A line", cites(said)))
    assert api(olga).get(f"capsules/{capsule.id}/")["can"] == []


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [{"kind": "answer", "lines": []}],
        [{"kind": "answer", "lines": [{"text": " ", "sources": [{"message": 1}]}]}],
        [{"kind": "answer", "lines": [{"text": "My own words only", "sources": []}]}],
        [{"kind": "secret", "lines": []}],
        [{"kind": "answer", "lines": [{"text": "x" * 1001, "sources": []}]}],
        [{"kind": "answer", "lines": [{"text": "A line", "sources": [{"message": 2**40}]}]}],
        [{"kind": "answer", "lines": [{"text": "A line", "sources": [{}]}]}],
    ],
)
def test_what_stands_on_nothing_is_not_kept(ada, square, api, parts):
    found = talk(square, (ada, "Hello"))
    form = {"title": "A title", "parts": parts, "conversation": found.pk}
    assert api(ada).refused("POST", "communities/lake/capsules/", form) == "input.invalid"


def test_a_source_must_stand_in_the_capsules_home(ada, ben, square, den):
    here, there = say(ada, square), say(ada, den)
    gone = say(ada, square, "Oops")
    messages.delete(ada, gone)
    post = start(ada).posts.get()
    for wrong in (there, gone, post):
        with pytest.raises(InvalidInput):
            keep(ben, square, ("A line", cites(here, wrong)))
    with pytest.raises(InvalidInput):
        keep(ben, square, ("A line", [{"message": here.pk, "post": post.pk}]))


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "ftp://example.org", "data:text/html,<b>", "JavaScript:x"]
)
def test_links_lead_to_web_pages(ada, square, address):
    said = say(ada, square)
    with pytest.raises(InvalidInput):
        keep(ada, square, (f"Look at {address}", cites(said)), kind="link")
    assert keep(ada, square, ("The data: http://example.org and https://example.org", cites(said)), kind="link")


def test_lines_are_plain_text(ada, square, api):
    said = say(ada, square)
    capsule = keep(ada, square, ("<script>alert(1)</script>", cites(said)), title="<b>Bold</b>")
    assert texts(look(ada, capsule)) == ["<script>alert(1)</script>"]


def test_a_line_of_ones_own_needs_no_source_beside_others(ada, square):
    said = say(ada, square)
    capsule = keep(ada, square, ("A line", cites(said)), ("In my own words", []))
    assert texts(capsule) == ["A line", "In my own words"]


def test_who_reads_all_sources_reads_the_capsule_and_nobody_else(ada, ben, mo, cleo, community, square, den):
    said = say(ada, den, "The surprise party is on Sunday")
    secret = keep(ada, den, ("On Sunday", cites(said)))
    staff = category_for(ada, "staff")
    thread = start(ada, "For moderators", category=staff)
    hush = keep(ada, fresh(thread), ("A line", cites(thread.posts.get())))
    public = keep(ada, square, ("A line", cites(say(ada, square))))
    gone = joined(community, "Gone")
    Member.objects.filter(pk=gone.pk).update(left_at=said.created_at)
    expected = ((ada, {secret.id, hush.id, public.id}), (ben, {secret.id, public.id}), (mo, {hush.id, public.id}))
    for member, ids in expected:
        assert set(Capsule.objects.visible_to(member).values_list("pk", flat=True)) == ids
        assert set(Capsule.objects.visible_to_user(member.user).values_list("pk", flat=True)) == ids
        assert {row.id for row in capsules.page(member, None)[0]} == ids
    for user in (cleo, Member.objects.get(pk=gone.pk).user):
        assert not Capsule.objects.visible_to_user(user).exists()


def test_the_twins_agree_for_the_whole_cast(ada, ben, mo, olga, community, square, den):
    elsewhere = Member.objects.get(pk=ada.pk)
    thread = start(ada, "Inside", category=category_for(ada, "room", den))
    keep(ada, fresh(thread), ("A line", cites(thread.posts.get())))
    removed = start(ada, "Removed")
    keep(ada, fresh(removed), ("A line", cites(removed.posts.get())))
    threads.remove(Moderator(member=ada), fresh(removed))
    for home in (square, den):
        keep(ada, home, ("A line", cites(say(ada, home))))
    for member in (elsewhere, ben, mo, olga):
        visible = set(Capsule.objects.visible_to(member))
        assert visible == {one for one in Capsule.objects.all() if one.is_visible_to(member)}


def test_a_capsule_of_a_closed_room_goes_with_the_seat(ada, ben, den, api):
    capsule = keep(ben, den, ("A line", cites(say(ada, den))))
    seats.give_up(den, ben)
    for method, path in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "share/")):
        body = {"room": den.pk, "client_id": str(uuid4())} if path else {"title": "Other"}
        assert api(ben).refused(method, f"capsules/{capsule.id}/{path}", body) == "not_found"


def test_nothing_changed_is_not_stale(ada, ben, square):
    said = say(ada, square, "Larch lasts longest")
    capsule = keep(ben, square, ("Larch", cites(said)))
    promote(ada, square, [said])
    assert not look(ben, capsule).stale


def test_an_edited_source_makes_it_stale_and_an_edit_fresh_again(ada, ben, square):
    said = say(ada, square, "Larch lasts longest")
    capsule = keep(ben, square, ("Larch", cites(said)))
    messages.edit(ada, held(said), "No, oak lasts longest")
    assert look(ben, capsule).stale
    renewed = edit(ben, capsule, parts=[part(("Oak", cites(said)))])
    assert (renewed.stale, texts(renewed)) == (False, ["Oak"])
    assert renewed.edited_at is not None


def test_what_stood_on_removed_words_is_shown_to_nobody(ada, ben, mo, square):
    bad = say(ada, square, "The door code of the boathouse is 4711")
    good = say(ada, square, "Larch lasts longest")
    capsule = keep(
        ben, square, ("The code is 4711", cites(bad)), ("Both", cites(bad, good)), ("Larch", cites(good)),
        ("door code boathouse", []), ("My own words", []), title="The door code of the boathouse",
    )  # fmt: skip
    hide(mo, bad)
    for reader in (ada, ben, mo):
        shown = look(reader, capsule)
        assert (shown.stale, texts(shown)) == (True, ["Larch", "My own words"])
        assert "4711" not in shown.model_dump_json()
        assert "code" not in shown.title
    messages.restore(Moderator(member=mo), held(bad))
    assert len(texts(look(ben, capsule))) == 5


def test_looking_it_over_drops_removed_lines_for_good(ada, ben, mo, square):
    bad, good = say(ada, square, "The door code is 4711"), say(ada, square, "Larch lasts longest")
    capsule = keep(ben, square, ("The code is 4711", cites(bad)), ("Larch", cites(good)), title="The door code is 4711")
    hide(mo, bad)
    renewed = edit(ben, capsule, title="Wood")
    assert (renewed.title, renewed.stale, renewed.sources) == ("Wood", False, 1)
    assert "4711" not in str(Capsule.objects.values_list("parts", "title"))


def test_a_capsule_of_a_thread_that_was_taken_back_is_gone(ada, ben, mo, square):
    said = [say(ada, square, "Larch lasts longest"), say(ben, square, "And oak is dear")]
    promotion = promote(ada, square, said)
    post = promotion.thread.posts.order_by("seq").first()
    capsule = keep(ben, fresh(promotion.thread), ("Larch", cites(post)))
    promotions.undo(ada, promotion)
    assert not Capsule.objects.visible_to(ben).exists()
    assert look(mo, capsule).parts == []


def test_words_of_a_promoted_post_that_change_in_the_stream_change_it(ada, ben, square):
    said = say(ada, square, "Larch lasts longest")
    promotion = promote(ada, square, [said])
    capsule = keep(ben, fresh(promotion.thread), ("Larch", cites(promotion.thread.posts.get())))
    messages.edit(ada, held(said), "Oak")
    assert look(ben, capsule).stale
    messages.delete(ada, held(said))
    assert look(ben, capsule).parts == []


def test_others_edit_and_remove_only_as_hosts_and_that_is_written_down(ada, ben, mo, square, community):
    eve, host = joined(community, "Eve"), joined(community, "Hanna", Role.HOST)
    said = say(ada, square)
    capsule = keep(ben, square, ("A line", cites(said)))
    for act in (lambda: edit(eve, capsule, title="Mine now"), lambda: capsules.remove(eve, Capsule.objects.get())):
        with pytest.raises(Forbidden):
            act()
    assert look(eve, capsule).can == []
    assert look(host, capsule).can == look(ben, capsule).can == ["capsule.edit", "capsule.remove"]
    edit(ben, capsule, title="Better")
    assert not AuditEntry.objects.exists()
    edit(host, capsule, title="Best")
    capsules.remove(host, Capsule.objects.get())
    assert list(AuditEntry.objects.order_by("pk").values_list("act", "member")) == [
        ("edit", ben.pk), ("delete", ben.pk),
    ]  # fmt: skip
    assert Message.objects.filter(pk=said.pk).exists()


def test_a_capsule_is_shared_as_a_message_of_ones_own(ada, ben, square, api):
    capsule = keep(ada, square, ("A line", cites(say(ada, square))), title="Ask @Ada and @all")
    form = {"room": square.pk, "client_id": str(uuid4())}
    shared = [api(ben).post(f"capsules/{capsule.id}/share/", form) for _ in range(2)]
    assert shared[0]["id"] == shared[1]["id"]
    assert shared[0]["body"] == f"Ask ＠Ada and ＠all\n/c/lake/capsules/{capsule.id}"
    assert (shared[0]["author"]["name"], shared[0]["mentions"], shared[0]["mention_all"]) == ("Ben", [], False)


def test_a_capsule_is_not_shared_beyond_its_readers(ada, ben, mo, square, den, community):
    inside = keep(ada, den, ("A line", cites(say(ada, den))))
    staff = start(ada, "For moderators", category=category_for(ada, "staff"))
    hush = keep(ada, fresh(staff), ("A line", cites(staff.posts.get())))
    thread = start(ada, category=category_for(ada, "room", den))
    both = keep(ada, fresh(thread), ("A line", cites(thread.posts.get())))
    everyone = start(ada, category=general(community))
    public = keep(ada, fresh(everyone), ("A line", cites(everyone.posts.get())))
    other = rooms.create(ada, "closed", "Attic")
    direct = rooms.direct(ada, ben)
    allowed = {(inside.id, den.pk), (both.id, den.pk)} | {(public.id, room.pk) for room in (square, den, other, direct)}
    for shape in (inside, hush, both, public):
        for room in (square, den, other, direct):
            capsule, _ = capsules.seen_by(ada.user, shape.id)
            if (shape.id, room.pk) in allowed:
                assert capsules.share(ada, capsule, room, uuid4())
            else:
                with pytest.raises(Forbidden) as refusal:
                    capsules.share(ada, capsule, room, uuid4())
                assert refusal.value.code == "capsule.audience"


def test_capsules_come_page_by_page_in_a_fixed_number_of_queries(ada, square):
    said = say(ada, square)

    def grow(count: int) -> None:
        for _ in range(count):
            keep(ada, square, ("A line", cites(said)))

    grow(2)
    few = queries(lambda: capsules.page(ada, None))
    grow(43)
    assert queries(lambda: capsules.page(ada, None)) == few <= 3
    found, after = [], None
    while True:
        rows, more = capsules.page(ada, after)
        found += [row.id for row in rows]
        if more is None:
            break
        after = int(more)
    assert found == sorted(found, reverse=True)
    assert len(found) == 45


@pytest.mark.parametrize("form", [{}, {"conversation": 1, "thread": 1}])
def test_a_capsule_is_made_from_one_thing(ada, square, api, form):
    said = say(ada, square)
    form |= {"title": "A title", "parts": [part(("A line", cites(said)))]}
    assert api(ada).refused("POST", "communities/lake/capsules/", form) == "input.invalid"


def test_a_capsule_is_kept_in_the_community_of_its_words(ada, cleo, square):
    from community.members import communities

    elsewhere = communities.found(cleo, slug="hill", name="Hill")
    there = communities.join(ada.user, elsewhere.community)
    found = talk(square, (ada, "Hello"))
    with pytest.raises(NotFound):
        capsules.home(ada.user, there, found.pk, None)


class Model(BaseHTTPRequestHandler):
    """A language model that answers as a test wants."""

    answer: object = {}
    code = 200
    wait = 0.0
    asked: list[dict[str, object]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        Model.asked.append({"path": self.path, "key": self.headers["Authorization"], **body})
        time.sleep(Model.wait)
        content = Model.answer if isinstance(Model.answer, str) else json.dumps(Model.answer)
        sent = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
        self.send_response(Model.code)
        if Model.code == 302:
            self.send_header("Location", f"http://{self.headers['Host']}/v1/chat/completions")
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def model(settings, community, monkeypatch) -> Iterator[type[Model]]:
    """A model on this machine, which the community lets write."""
    Model.answer, Model.code, Model.wait, Model.asked = {}, 200, 0.0, []
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    server = HTTPServer(("127.0.0.1", 0), Model)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.MODEL_URL, settings.MODEL_KEY = f"http://127.0.0.1:{server.server_port}/v1", "sesame"
    CapsuleSettings.objects.create(community=community, model=True)
    yield Model
    server.shutdown()
    server.server_close()


def test_a_model_words_the_lines_and_their_sources_stay(ben, roof, model):
    plain = capsule_drafts.of_conversation(ben, roof)  # it answers with nothing
    model.answer = "```json\n" + json.dumps({"1": "How is the  roof\n mended?", "99": "Made up"}) + "\n```"
    capsule_drafts.cache.delete(f"capsule-draft:{ben.pk}")
    draft = capsule_drafts.of_conversation(ben, roof)
    assert (plain.by_model, draft.by_model) == (False, True)
    assert texts(draft) == ["How is the roof mended?", *texts(plain)[1:]]
    sources = [[line.sources for line in row.lines] for row in draft.parts]
    assert sources == [[line.sources for line in row.lines] for row in plain.parts]


def test_people_see_what_the_model_was_shown(ben, roof, model):
    model.answer = {"1": "Better"}
    draft = capsule_drafts.of_conversation(ben, roof)
    (asked,) = model.asked
    assert [one["content"] for one in asked["messages"]] == [draft.sent]
    assert (asked["path"], asked["key"]) == ("/v1/chat/completions", "Bearer sesame")
    assert "leak in the boathouse roof" in draft.sent


def test_the_model_is_shown_nothing_that_was_removed(ada, ben, roof, model):
    messages.delete(ada, held(Message.objects.get(body__startswith="Let's decide")))
    assert "Saturday" not in capsule_drafts.of_conversation(ben, roof).sent


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("I would rather not", 200), ("{", 200), ({"1": 7}, 200), ({"1": "x" * 500}, 200), ({"1": " "}, 200),
        ("[]", 200), ({"1": "Better"}, 500), ({"1": "Better"}, 302),
    ],
)  # fmt: skip
def test_what_a_model_does_wrong_leaves_the_draft_as_it_is(ben, roof, model, answer, code):
    model.answer, model.code = answer, code
    draft = capsule_drafts.of_conversation(ben, roof)
    assert (draft.by_model, draft.sent is None) == (False, False)
    assert texts(draft)
    assert len(model.asked) == 1


def test_nobody_waits_for_a_slow_model(ben, roof, model, monkeypatch):
    monkeypatch.setattr(language_model, "PATIENCE", 0.2)
    model.wait = 1.0
    begun = time.monotonic()
    assert not capsule_drafts.of_conversation(ben, roof).by_model
    assert time.monotonic() - begun < 0.9


def test_no_model_is_asked_that_nobody_allowed(ada, ben, roof, model, settings):
    assert capsules.set_up(ada, False).model is False
    assert capsule_drafts.of_conversation(ben, roof).sent is None
    with pytest.raises(Forbidden):
        capsules.set_up(ben, True)
    capsules.set_up(ada, True)
    settings.MODEL_URL = "file:///etc/passwd"
    assert capsules.settings_of(ben).available is False
    assert capsule_drafts.of_conversation(ben, roof).sent is None
    assert model.asked == []


def test_a_member_asks_the_model_once_at_a_time(ben, roof, model):
    model.answer = {"1": "Better"}
    assert [capsule_drafts.of_conversation(ben, roof).by_model for _ in range(2)] == [True, False]
