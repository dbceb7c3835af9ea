"""What moderators read of a proposal in the admin: where it is discussed, how it is decided, and what came of it."""

import pytest
from django.urls import reverse

from community.governance import told
from community.governance.models import Charter, Proposal
from community.members.models import Member
from tests.community.governance.votes import ended, opened, proposed, voted
from tests.community.moderation.desk import signed_in


def page(reader: Member, proposal: Proposal) -> str:
    address = reverse("admin:governance_proposal_change", args=[proposal.pk])
    return signed_in(reader.user).get(address).content.decode()


def test_a_proposal_leads_to_its_discussion_and_says_by_which_numbers_it_is_decided(charter, ada, mo, ben, dora):
    Charter.objects.update(quorum=40)
    rules = opened(proposed(ben, "rules", text="Be kind."))
    shown = page(mo, rules)
    kind, pk = rules.thread.split(":")
    assert kind == "thread"
    assert f'href="/c/lake/t/{pk}"' in shown
    assert "Two thirds" in shown
    assert "40% of 4 are needed" in shown
    assert "the system, when the vote ends" in shown


def test_what_was_decided_is_counted_and_said_to_be_done(charter, ada, mo, ben, dora):
    rules = opened(proposed(ben, "rules", text="Be kind."))
    voted(rules, "yes", ada, ben, dora)
    voted(rules, "no", mo)
    closed = ended(rules)
    assert told.participation(closed) == "4 voted, 100%; 20% of 4 are needed"
    assert told.outcome(closed) == "yes: 3, no: 1"
    assert told.carrying_out(closed) == "was carried out by the system when the vote ended"
    assert "yes: 3, no: 1" in page(mo, closed)


def test_what_too_few_voted_on_says_so(charter, ada, ben, dora):
    Charter.objects.update(quorum=75)
    rules = opened(proposed(ben, "rules", text="Be kind."))
    voted(rules, "yes", ben)
    closed = ended(rules)
    assert told.outcome(closed) == "yes: 1, no: 0; too few voted"
    assert told.carrying_out(closed) == "nothing is to be carried out"


def test_what_could_not_be_done_says_why(charter, ada, ben, dora):
    recall = opened(proposed(dora, "recall", member=ada.pk))
    voted(recall, "yes", ben, dora)
    assert told.carrying_out(ended(recall)) == "could not be carried out: A community keeps one owner."


def test_a_question_to_all_is_carried_out_by_nobody(charter, ben):
    tea = opened(proposed(ben, "opinion", options=["Tea", "Coffee"], method="approval"))
    voted(tea, "0", ben)
    closed = ended(tea)
    assert told.outcome(closed) == "Tea: 1, Coffee: 0"
    assert told.carrying_out(closed) == "nobody: it asks for opinions"


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_it_is_said_in_chinese_too(charter, ada, mo, ben, language):
    rules = proposed(ben, "rules", text="Be kind.")
    client = signed_in(mo.user)
    client.cookies["django_language"] = language
    address = reverse("admin:governance_proposal_change", args=[rules.pk])
    shown = client.get(address, headers={"accept-language": language}).content.decode()
    assert {"zh-hans": "由谁执行", "zh-hant": "由誰執行"}[language] in shown
