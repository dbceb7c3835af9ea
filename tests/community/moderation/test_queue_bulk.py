"""Deciding many cases at once in the admin, and undoing it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from chat import messages, rooms
from community.clock import now
from community.members import communities
from community.members.models import Community
from community.moderation import cases
from community.moderation.audit import Moderator
from community.moderation.models import Case, Sanction
from tests.community.moderation.desk import choose, told
from tests.conftest import joined


@pytest.fixture
def community(community) -> Community:
    community.rules = "1. Be kind.\n2. No advertising."
    community.save()
    return community


def test_several_are_decided_with_one_article_and_reason(browser, report):
    spam = [report("Cheap watches"), report("Cheap bags")]
    page = choose(browser, "hide", spam)
    assert "2. No advertising." in page.content.decode()
    assert told(choose(browser, "hide", spam, rule="2. No advertising.", reason="Ads.")) == ["2 taken out of sight"]
    assert list(Case.objects.values_list("verdict", "rule", "reason")) == [("hide", "2. No advertising.", "Ads.")] * 2


def test_what_follows_for_several_follows_for_each_author_once(browser, community, report):
    spam = [report("Cheap watches"), report("Cheap bags"), report("Cheap rods", author=joined(community, "Eve"))]
    choose(browser, "hide", spam, decision="silence", length="72", rule="", reason="Ads.")
    made = Sanction.objects.order_by("member__name")
    assert list(made.values_list("member__name", "grade", "reason")) == [
        ("Ben", "silence", "Ads."), ("Eve", "silence", "Ads."),
    ]  # fmt: skip
    assert abs(made[0].until - now() - timedelta(days=3)) < timedelta(minutes=1)
    assert told(choose(browser, "reopen", spam, state="settled")) == ["3 open again"]
    assert not Sanction.objects.filter(lifted_at=None).exists()


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        ({"decision": "ban", "length": "24", "reason": ""}, "reason"),
        ({"decision": "silence", "length": "always", "reason": "Ads."}, "length"),
        ({"decision": "mute", "length": "24", "reason": "Ads."}, "decision"),
    ],
)
def test_what_cannot_follow_for_several_leaves_all_as_it_was(browser, report, answers, fault):
    page = choose(browser, "hide", [report("Cheap watches"), report("Cheap bags")], rule="", **answers)
    assert list(page.context["form"].errors) == [fault]
    assert not Sanction.objects.exists()
    assert not Case.objects.exclude(settled_at=None).exists()


def test_of_several_those_that_another_moderator_settled_are_named(browser, other, report):
    spam = [report("Cheap watches"), report("Cheap bags")]
    cases.settle(Moderator(staff=other), spam[0], "keep")
    response = choose(browser, "keep", spam, rule="", reason="")
    assert told(response) == ["Ben: Cheap watches: Max settled it already.", "1 let stand"]


def test_several_decisions_are_undone(browser, by_mo, report):
    spam = [report("Cheap watches"), report("Cheap bags")]
    for case in spam:
        cases.settle(by_mo, case, "hide")
    assert told(choose(browser, "reopen", spam, state="settled")) == ["2 open again"]
    assert Case.objects.filter(settled_at=None).count() == 2


def test_cases_of_two_communities_go_by_no_article(browser, report, cleo, guard):

    pond = communities.found(cleo, slug="pond", name="Pond", purpose="To fish.", hue=20)
    said = messages.post(pond, rooms.create(pond, "open", "Shore"), "Cheap rods", client_id=uuid4())
    far = cases.report(joined(pond.community, "Finn").user, f"message:{said.id}", "spam").case
    page = choose(browser, "keep", [report("Cheap bags"), far]).content.decode()
    assert "2. No advertising." not in page
    assert told(choose(browser, "keep", [far], rule="", reason="")) == ["1 let stand"]
