"""A case is given to somebody who could settle it; they are told."""

import pytest

from community.access import Role
from community.errors import Refusal
from community.members.models import Member
from community.moderation import audit_details, cases, colleagues
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry, Case
from tests.community.moderation.desk import page_of, signed_in, told
from tests.conftest import joined


@pytest.fixture
def gina(community) -> Member:
    return joined(community, "Gina", Role.MODERATOR)


def refused(act) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def test_who_is_given_a_case_has_it_and_is_told_once(by_mo, mo, gina, case):
    cases.take(by_mo, case)
    colleagues.give(by_mo, case, gina)
    assert Case.objects.get().taken_by == gina.user
    notice = gina.notices.get(kind="case_given")
    assert (notice.actor, notice.data) == (mo, {"case": case.pk})
    entry = AuditEntry.objects.get(act="give case")
    assert (entry.data["colleague"], audit_details.rows(entry)) == (gina.pk, [("colleague", "Gina")])


def test_a_case_that_goes_back_and_forth_is_one_unread_line(by_mo, mo, gina, case):
    colleagues.give(by_mo, case, gina)
    colleagues.give(Moderator(member=gina), case, mo)
    colleagues.give(by_mo, case, gina)
    assert gina.notices.filter(kind="case_given").count() == mo.notices.filter(kind="case_given").count() == 1


def test_only_who_could_settle_it_is_given_it(by_mo, ben, mo, gina, dora, case):
    assert refused(lambda: colleagues.give(by_mo, case, dora)) == "case.unable"
    Member.objects.filter(pk=ben.pk).update(role=Role.MODERATOR)
    assert refused(lambda: colleagues.give(by_mo, case, ben)) == "case.unable", "it is about Ben"
    assert set(colleagues.who_could(case).values_list("name", flat=True)) == {"Ada", "Mo", "Gina"}
    cases.settle(by_mo, case, "keep")
    assert refused(lambda: colleagues.give(by_mo, case, gina)) == "case.settled"
    assert not gina.notices.filter(kind="case_given").exists()


def test_it_is_given_on_the_page_of_the_case(browser, gina, case, elsewhere):
    page = browser.get(page_of(case)).content.decode()
    assert f'<option value="{gina.pk}">Gina</option>' in page
    browser.post(page_of(case), {"do": "give", "colleague": gina.pk})
    assert Case.objects.get(pk=case.pk).taken_by == gina.user
    assert signed_in(gina.user).get(page_of(case)).status_code == 200


@pytest.mark.parametrize("colleague", ["", "x", "0", "99999999999999999999"])
def test_nobody_is_told_where_nobody_was_chosen(browser, gina, case, colleague):
    response = browser.post(page_of(case), {"do": "give", "colleague": colleague}, follow=True)
    assert told(response) == ["Choose somebody."]
    assert Case.objects.get().taken_by is None


def test_members_of_other_communities_are_nobody_here(browser, gina, case, elsewhere):
    olive = elsewhere.community.members.get(name="Olive")
    assert told(browser.post(page_of(case), {"do": "give", "colleague": olive.pk}, follow=True)) == ["Choose somebody."]
