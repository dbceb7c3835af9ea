"""Word lists in the admin: many words at once, in and out as they came."""

import pytest

from community.members.models import Community, User
from community.moderation.models import AuditEntry, ListedWord
from tests.community.moderation.desk import signed_in as browser
from tests.community.moderation.desk import told

pytestmark = pytest.mark.django_db
LIST = "/admin/moderation/listedword/"


def enter(user: User, community: Community, lines: str, **given: str):
    data = {"answered": "1", "community": community.pk, "lines": lines, "kind": "word", "action": "block", **given}
    return browser(user).post(f"{LIST}add/", data, follow=True)


def act(user: User, action: str, row: ListedWord):
    return browser(user).post(LIST, {"action": action, "_selected_action": [row.pk]}, follow=True)


def listed() -> list[tuple[str, str, str]]:
    return list(ListedWord.objects.order_by("text").values_list("text", "action", "kind"))


def test_many_words_go_in_at_once_and_out_as_they_came(guard, community):
    response = enter(guard, community, "spam\n\n 加微信 \nmask\tsite\tevil.example\tMalware\n", note="Ads")
    assert told(response) == ["3 entered"]
    assert listed() == [("evil.example", "mask", "site"), ("spam", "block", "word"), ("加微信", "block", "word")]
    assert ListedWord.objects.get(text="evil.example").note == "Malware"
    assert set(ListedWord.objects.values_list("staff", flat=True)) == {guard.pk}
    saved = act(guard, "save", ListedWord.objects.first()).content.decode()
    ListedWord.objects.all().delete()
    enter(guard, community, saved)
    assert act(guard, "save", ListedWord.objects.first()).content.decode() == saved
    assert AuditEntry.objects.latest("pk").act == "list words"


def test_lines_that_cannot_be_looked_for_are_named_and_nothing_is_entered(guard, community):
    page = enter(guard, community, "spam\n***").content.decode()
    assert "***" in page
    assert "could be looked for" in page
    assert not ListedWord.objects.exists()


def test_whoever_may_only_look_enters_and_strikes_nothing(guard, community):
    entry = ListedWord.objects.create(community=community, text="spam", action="block")
    guard.groups.get().permissions.remove(guard.groups.get().permissions.get(codename="moderate"))
    assert enter(guard, community, "ham").status_code == 403
    act(guard, "strike", entry)
    assert listed() == [("spam", "block", "word")]


def test_words_are_taken_off_the_list(guard, community):
    enter(guard, community, "spam\nham")
    assert told(act(guard, "strike", ListedWord.objects.get(text="spam"))) == ["1 taken off"]
    assert listed() == [("ham", "block", "word")]


def test_a_list_that_ends_in_the_past_is_not_entered(guard, community):
    enter(guard, community, "spam", until_0="2020-01-01", until_1="00:00")
    assert not ListedWord.objects.exists()
