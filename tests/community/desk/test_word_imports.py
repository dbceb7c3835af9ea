"""Words from a file: looked at first, confirmed once, undone; and out again as they came in."""

import contextlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from community.clock import now
from community.desk import files_read, word_imports, word_tables
from community.desk.models import WordImport
from community.errors import Conflict, Forbidden, Refusal
from community.members.models import Community, Member
from community.moderation import silences, wordlists
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry, ListedWord
from tests.chat.test_messages import run_all
from tests.community.backstage.places import MARK, place
from tests.community.backstage.test_scope import url
from tests.community.moderation.desk import signed_in, told

PAGE = url(ListedWord, "import")
USUAL = {"kind": "word", "action": "flag", "note": ""}


@pytest.fixture
def browser(mo) -> Client:
    return signed_in(mo.user)


@pytest.fixture
def by(mo) -> Moderator:
    return Moderator(member=mo)


@pytest.fixture
def preview(by, mo, community) -> Callable[[str], WordImport]:
    def made(text: str) -> WordImport:
        return word_imports.prepare(by, mo.user, community, text, USUAL)

    return made


def send(browser: Client, community: Community, text: str = "", file: bytes | None = None):
    data: dict[str, object] = {"do": "prepare", "community": community.pk, "lines": text, **USUAL}
    if file is not None:
        data["file"] = SimpleUploadedFile("words.csv", file)
    return browser.post(PAGE, data, follow=True)


def listed() -> list[tuple[str, str]]:
    return list(ListedWord.objects.order_by("text").values_list("text", "action"))


def test_a_preview_says_what_would_change_and_writes_nothing(browser, community):
    ListedWord.objects.create(community=community, text="spam", action="flag")
    ListedWord.objects.create(community=community, text="eggs", action="flag")
    lines = ["ham,block", "spam,block", "eggs,flag", "***,block", "ham,flag", "beans,shout", "tea,flag,2001-01-01"]
    table = "\n".join(["text,action,until", *lines])

    page = send(browser, community, table)

    made = WordImport.objects.get()
    assert page.redirect_chain[-1][0] == f"{PAGE}?made={made.pk}"
    assert [(line["text"], line["was"]) for line in made.lines] == [("ham", ""), ("spam", "flag")]
    assert [(fault["number"], fault["why"]) for fault in made.faults] == [
        (5, "nothing"), (6, "twice"), (7, "action"), (8, "over"),
    ]  # fmt: skip
    assert made.same == 1
    assert "It stands in the file already." in page.content.decode()
    assert listed() == [("eggs", "flag"), ("spam", "flag")]
    assert not AuditEntry.objects.exists()


def test_a_confirmed_preview_is_written_once_with_one_entry_of_the_audit(browser, community):
    ListedWord.objects.create(community=community, text="spam", action="flag")
    send(browser, community, "text,action\nham,block\nspam,hold\n")
    made = WordImport.objects.get()

    assert told(browser.post(PAGE, {"do": "confirm", "made": made.pk}, follow=True)) == ["2 entered"]
    again = browser.post(PAGE, {"do": "confirm", "made": made.pk}, follow=True)

    assert told(again) == ["This was confirmed, undone or forgotten already."]
    assert listed() == [("ham", "block"), ("spam", "hold")]
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.data) == ("import words", {"added": 1, "changed": 1})


def test_confirmed_words_count_at_once_and_undone_ones_no_more(
    by, preview, community, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        word_imports.confirm(by, made := preview("text,action\nspam,block"))
    with pytest.raises(Forbidden):
        wordlists.checked(community.pk, "spam")
    with django_capture_on_commit_callbacks(execute=True):
        word_imports.undo(by, made)
    assert wordlists.checked(community.pk, "spam").text == "spam"


def test_undoing_puts_back_what_was_there_and_spares_what_was_changed_since(by, browser, preview, community):
    ListedWord.objects.create(community=community, text="spam", action="flag", note="Old")
    word_imports.confirm(by, made := preview("text,action\nham,block\nspam,hold\neggs,block\n"))
    wordlists.enter(by, community, ["eggs"], kind="word", action="mask")

    assert told(browser.post(PAGE, {"do": "undo", "made": made.pk}, follow=True)) == ["2 as before"]

    assert listed() == [("eggs", "mask"), ("spam", "flag")]
    assert ListedWord.objects.get(text="spam").note == "Old"
    assert AuditEntry.objects.latest("pk").data == {"removed": 1, "changed": 1}
    with pytest.raises(Conflict):
        word_imports.undo(by, made)
    with pytest.raises(Conflict):
        word_imports.confirm(by, made)


def test_two_who_confirm_and_undo_at_once_do_it_once(transactional_db, mo, community):
    by = Moderator(member=mo)
    made = word_imports.prepare(by, mo.user, community, "spam\nham", USUAL)

    def try_to(act: Callable) -> None:
        with contextlib.suppress(Conflict):
            act(by, WordImport.objects.get(pk=made.pk))

    run_all([lambda: try_to(word_imports.confirm)] * 4)
    assert len(listed()) == 2
    run_all([lambda: try_to(word_imports.undo)] * 4)
    assert listed() == []
    assert list(AuditEntry.objects.order_by("pk").values_list("act", flat=True)) == ["import words", "undo import"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("parting", [",", ";", "\t"])
def test_tables_are_read_as_spreadsheets_save_them(browser, community, encoding, parting):
    table = parting.join(("词语", "处理")) + "\r\n" + parting.join(('"加微信"', "block")) + "\r\n"

    send(browser, community, file=table.encode(encoding))

    assert [(line["text"], line["action"]) for line in WordImport.objects.get().lines] == [("加微信", "block")]


def test_actions_may_be_called_as_the_reader_calls_them(browser, community):
    send(browser, community, "text,action\nspam,Refuse the text")
    assert WordImport.objects.get().lines[0]["action"] == "block"


def test_words_alone_take_what_is_usual_whatever_stands_in_them(preview):
    lines = preview('buy now, pay later\n"quoted"\n=SUM\n').lines
    assert [line["text"] for line in lines] == ["buy now, pay later", '"quoted"', "=SUM"]
    assert {line["action"] for line in lines} == {"flag"}


@pytest.mark.parametrize("file", [b"\xff\xfe\x00\x00", b"a\x00b", b""])
def test_what_is_no_text_is_refused(browser, community, file):
    send(browser, community, file=file)
    assert not WordImport.objects.exists()


def test_too_much_is_refused(browser, community, monkeypatch):
    monkeypatch.setattr(files_read, "MOST_ROWS", 2)
    monkeypatch.setattr(files_read, "MOST_BYTES", 40)
    assert "too many lines" in send(browser, community, "a\nb\nc\nd").content.decode()
    assert "too big" in send(browser, community, file=b"a" * 41).content.decode()
    assert not WordImport.objects.exists()


def test_a_list_that_would_overflow_stays_as_it_is(by, preview, monkeypatch):
    made = preview("spam\nham")
    monkeypatch.setattr(wordlists, "MOST", 1)
    with pytest.raises(Refusal, match="as many entries"):
        word_imports.confirm(by, made)
    assert listed() == []
    monkeypatch.undo()
    word_imports.confirm(by, made)
    assert len(listed()) == 2


def test_what_goes_out_comes_in_as_the_same(browser, by, community):
    for text, kind, note in (
        ("=SUM(1)", "word", "-note"),
        ("'=a", "word", ""),
        ("加微信", "word", 'a "b", c'),
        ("x.example", "site", ""),
    ):
        ListedWord.objects.create(community=community, text=text, kind=kind, action="hold", note=note)
    ListedWord.objects.filter(kind="site").update(until=now() + timedelta(days=3))
    saved = browser.post(PAGE, {"do": "save", "community": community.pk}).content
    assert b"\n=" not in saved
    before = sorted(map(word_tables.row, ListedWord.objects.all()))

    send(browser, community, file=saved)
    assert WordImport.objects.get().same == 4
    ListedWord.objects.all().delete()
    send(browser, community, file=saved)
    word_imports.confirm(by, WordImport.objects.get())

    assert sorted(map(word_tables.row, ListedWord.objects.all())) == before


def test_the_older_form_of_a_saved_list_comes_in_too(by, preview, community):
    wordlists.enter_lines(by, community, "spam", kind="word", action="hold", note="Ads", until=None)
    assert preview(wordlists.lines(ListedWord.objects.all())).same == 1


def test_moderators_of_another_community_see_and_confirm_nothing(browser, by, preview, community):
    made = preview("spam")
    other, _ = place(MARK)
    stranger = signed_in(other.user)

    assert stranger.get(f"{PAGE}?made={made.pk}").status_code == 403
    for does in ("confirm", "undo"):
        assert stranger.post(PAGE, {"do": does, "made": made.pk}).status_code == 403
    assert stranger.post(PAGE, {"do": "save", "community": community.pk}).status_code == 403
    assert "community" in send(stranger, community, "spam").context["form"].errors
    assert not ListedWord.objects.filter(community=community).exists()
    assert WordImport.objects.get().confirmed_at is None


def test_a_preview_is_ones_own_and_what_was_confirmed_is_everybodys(browser, ada, by, preview):
    made, other = preview("spam"), signed_in(ada.user)
    assert other.get(f"{PAGE}?made={made.pk}").status_code == 403
    word_imports.confirm(by, made)
    other.post(PAGE, {"do": "undo", "made": made.pk})
    assert listed() == []


def test_who_was_silenced_meanwhile_confirms_nothing(ada, mo, preview):
    made = preview("spam")
    silences.silence(Moderator(member=ada), mo, now() + timedelta(hours=1), "")
    with pytest.raises(Forbidden):
        word_imports.confirm(Moderator(member=Member.objects.get(pk=mo.pk)), made)


def test_what_nobody_confirms_is_forgotten_and_so_is_what_is_done(by, preview):
    made = preview("spam")
    WordImport.objects.update(at=now() - word_imports.READY)
    with pytest.raises(Conflict):
        word_imports.confirm(by, made)
    word_imports.tidy()
    assert not WordImport.objects.exists()
    word_imports.confirm(by, preview("ham"))
    word_imports.tidy()
    assert WordImport.objects.exists()
    WordImport.objects.update(confirmed_at=now() - word_imports.KEPT)
    word_imports.tidy()
    assert not WordImport.objects.exists()


def test_a_new_preview_takes_the_place_of_the_last(preview):
    preview("spam")
    preview("ham")
    assert [line["text"] for line in WordImport.objects.get().lines] == ["ham"]
