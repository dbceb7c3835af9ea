"""By which article, and why: in the app as in the admin, and told to whom it is about."""

from datetime import timedelta

import pytest

from board.models import Thread
from community.clock import now
from community.moderation import audit_details, cases
from community.moderation.models import AuditEntry, Sanction
from community.moderation.sanctions import Penalty
from tests.board.acts import reply, start

KIND = "2. Be **kind**."


@pytest.fixture
def ruled(community):
    community.rules = f"1) Talk.\n{KIND}\n\nNo advertising."
    community.save()
    return community


@pytest.fixture
def hiding(rude, ben):
    """Where each kind of thing of Ben's is hidden: method and path."""
    thread = start(ben, "Fools", "All of you.")
    post = reply(ben, thread, "Fools again.")
    return {
        "message": ("PUT", f"messages/{rude.id}/hidden/"),
        "post": ("PUT", f"posts/{post.id}/hidden/"),
        "thread": ("DELETE", f"threads/{thread.pk}/"),
    }


@pytest.mark.parametrize("kind", ["message", "post", "thread"])
def test_what_is_hidden_in_the_app_goes_by_an_article_that_its_author_reads(ruled, hiding, ben, mo, api, kind):
    api(mo).ok(*hiding[kind], {"article": "Be **kind**.", "reason": " Names. "})
    entry = AuditEntry.objects.get(act__in=["hide", "remove"], member=ben)
    assert (entry.data["rule"], audit_details.reason(entry)) == ("2. Be kind.", "Names.")
    notice = ben.notices.get(kind="words_hidden")
    assert (notice.data["rule"], notice.excerpt, notice.actor) == ("2. Be kind.", "Names.", mo)
    assert notice.data["object"].startswith(f"{kind}:")


@pytest.mark.parametrize("kind", ["message", "post", "thread"])
@pytest.mark.parametrize("said", [{}, {"reason": "  "}, {"article": "", "reason": ""}])
def test_nothing_is_hidden_without_an_article_or_a_reason(ruled, hiding, mo, api, kind, said):
    assert api(mo).refused(*hiding[kind], said) == "citing.missing"
    assert not AuditEntry.objects.filter(act__in=["hide", "remove"]).exists()
    api(mo).ok(*hiding[kind], {"reason": "Names."})


def test_an_article_that_holds_no_more_is_not_cited(ruled, rude, mo, api):
    assert api(mo).refused("PUT", f"messages/{rude.id}/hidden/", {"article": "Be brief."}) == "citing.unknown"


def test_authors_are_not_asked_why_they_take_back_what_is_theirs(ruled, ben, api):
    thread = start(ben, "A mistake", "Never mind.")
    api(ben).delete(f"threads/{thread.pk}/")
    assert not Thread.objects.visible_to(ben).filter(pk=thread.pk, removal=None).exists()
    assert not ben.notices.filter(kind="words_hidden").exists()


def test_what_is_hidden_is_not_hidden_again(ruled, rude, ben, mo, api):
    api(mo).put(f"messages/{rude.id}/hidden/", {"reason": "Names."})
    assert api(mo).refused("PUT", f"messages/{rude.id}/hidden/", {"reason": "Names."}) == "message.removed"
    assert ben.notices.filter(kind="words_hidden").count() == 1


def test_silencing_in_the_app_goes_by_an_article_or_a_reason(ruled, ben, mo, api):
    until = {"until": (now() + timedelta(days=1)).isoformat()}
    path, silence = f"members/{ben.pk}/sanctions/", until | {"grade": "silence"}
    assert api(mo).refused("POST", path, silence) == "citing.missing"
    api(mo).post(path, silence | {"article": "No advertising."})
    assert Sanction.objects.get().rule == "No advertising."
    assert ben.notices.get(kind="sanctioned").data["rule"] == "No advertising."


def test_whose_words_are_hidden_from_the_queue_is_told_once(case, ben, by_mo):
    cases.settle(by_mo, case, "hide", rule="2. Be kind.", reason="An insult.")
    assert ben.notices.get(kind="words_hidden").excerpt == "An insult."


def test_what_follows_is_told_instead_where_something_does(case, ben, by_mo):
    cases.settle(by_mo, case, "hide", rule="2. Be kind.", penalty=Penalty("notice"))
    assert ben.notices.filter(kind="sanctioned").count() == 1
    assert not ben.notices.filter(kind="words_hidden").exists()
