"""Tables that are saved hold no formulas, whatever members call themselves."""

import csv
from io import StringIO

import pytest

from community.backstage.sheets import harmless
from community.members.models import Member
from tests.community.backstage.test_scope import url
from tests.community.moderation.desk import signed_in


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_what_a_spreadsheet_would_reckon_is_text(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize(("cell", "text"), [("Ada", "Ada"), (None, ""), (7, "7"), ("a=b", "a=b"), ("阿-达", "阿-达")])
def test_everything_else_stays_as_it_is(cell, text):
    assert harmless(cell) == text


def test_chosen_members_are_saved_and_those_of_other_communities_are_not(mo, ben, cleo):
    Member.objects.filter(pk=ben.pk).update(name='=HYPERLINK("https://evil.example")')
    data = {"action": "save", "_selected_action": [ben.pk]}
    answer = signed_in(mo.user).post(url(Member, "changelist"), data)
    lines = list(csv.reader(StringIO(answer.content.decode().removeprefix("\ufeff"))))
    assert lines[0][0] == "name"
    assert [line[:4] for line in lines[1:]] == [['\'=HYPERLINK("https://evil.example")', "ben", "Lake", "member"]]
