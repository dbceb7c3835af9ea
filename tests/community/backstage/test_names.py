"""What moderators read in the admin is in their language: capabilities, and what the audit says of an act."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from community.access import CAPABILITIES, Role
from community.backstage import capabilities
from community.governance.models import Charter
from community.moderation import audit, audit_details
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry
from community.roles import adjusting
from community.roles.models import Adjustment
from tests.community.moderation.desk import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(ada):
    """`entry(days=3)`: an entry of the audit that says so."""

    def made(act: str = "keep", **data) -> AuditEntry:
        audit.record(Moderator(member=ada), act, ada.community, ada.community_id, None, **data)
        return AuditEntry.objects.latest("pk")

    return made


def says(entry: AuditEntry, locale: str = "en") -> list[tuple[str, str]]:
    with override(locale):
        return audit_details.rows(entry)


def test_every_capability_has_a_name_and_no_name_is_there_for_nothing():
    assert set(capabilities.NAMES) == set(CAPABILITIES)


@pytest.mark.parametrize("locale", ["zh-hans", "zh-hant"])
def test_no_name_of_a_capability_is_english_or_means_two(locale):
    with override(locale):
        told = [str(name) for name in capabilities.NAMES.values()]
    assert not [name for name in told if name.isascii()]
    assert len(set(told)) == len(told)


def test_the_list_of_what_was_adjusted_names_it(ada, community, client):
    adjusting.adjust(Moderator(member=ada), community, "room.create", Role.MEMBER)
    ada.user.locale = "zh-Hans"
    ada.user.save()
    browser = signed_in(ada.user)
    page = browser.get(reverse("admin:roles_adjustment_changelist"), headers={"accept-language": "zh-hans"})
    assert "创建房间" in page.content.decode()
    form = browser.get(reverse("admin:roles_adjustment_add"), headers={"accept-language": "zh-hans"})
    assert "发起主题" in form.content.decode()
    assert ">thread.create<" not in form.content.decode()
    assert Adjustment.objects.get().capability == "room.create"


def test_what_an_act_says_is_named_and_put_into_words(entry):
    told = entry(capability="room.create", least="member", asks=True, count=3)
    assert dict(says(told)) == {
        "capability": "open rooms", "from which role on": "member", "members have to accept": "yes", "how many": "3",
    }  # fmt: skip
    assert ("权限", "创建房间") in says(told, "zh-hans")


def test_nothing_is_said_by_what_it_means(entry):
    assert says(entry(days=None)) == [("days", "for good")]
    assert says(entry(least=None)) == [("from which role on", "as usual")]
    assert says(entry(rule="")) == [("rule", "–")]


def test_words_of_upper_layers_are_called_by_their_names(entry):
    told = dict(says(entry(before="led", phase="mixed", audience="staff", verdict="keep")))
    assert (told["before"], told["phase"]) == (Charter.Phase.LED.label, Charter.Phase.MIXED.label)
    assert (told["who reads it"], told["verdict"]) == ("Moderators and above", "Let it stand")


def test_times_are_read_as_times_and_lists_as_lists(entry):
    told = dict(says(entry(until="2026-03-04T05:06:07+00:00", things=["message:1", "post:2"])))
    assert "2026" in told["until"]
    assert "T05" not in told["until"]
    assert told["what it was about"] == "message:1, post:2"


def test_what_has_no_name_is_called_as_it_was_written_down(entry):
    assert says(entry(oddity="x")) == [("oddity", "x")]


def test_a_page_of_the_audit_keeps_what_was_written_down_behind_the_rows_and_runs_nothing(mo, entry):
    made = entry(title="<script>alert(1)</script>", days=7)
    page = signed_in(mo.user).get(reverse("admin:moderation_auditentry_change", args=[made.pk])).content.decode()
    assert '<dl class="facts">' in page
    assert "&quot;days&quot;: 7" in page
    assert "<script>alert(1)" not in page
