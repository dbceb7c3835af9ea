"""People from a file are invited by letter: nobody is a member before they come in by themselves."""

import contextlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client

from community.access import Role
from community.belonging.models import Answer, Field
from community.clock import now
from community.desk import guest_letters, guests
from community.desk.models import Guest, GuestList
from community.errors import Conflict, Forbidden, Refusal
from community.members import communities, invitations
from community.members.models import Invitation, Member
from community.moderation import silences
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry
from tests.chat.test_messages import run_all
from tests.community.backstage.places import MARK, place
from tests.community.backstage.test_scope import url
from tests.community.moderation.desk import signed_in
from tests.conftest import person

PAGE = url(Member, "invite")


class Deaf(BaseEmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, letters):
        raise OSError("Nobody listens.")


@pytest.fixture
def browser(ada) -> Client:
    return signed_in(ada.user)


@pytest.fixture
def invited(ada) -> Callable[[str], list[Guest]]:
    def invite(text: str) -> list[Guest]:
        guests.confirm(ada, guests.prepare(ada, text))
        return list(Guest.objects.order_by("email"))

    return invite


def send(browser: Client, community, text: str, **more: object):
    return browser.post(PAGE, {"do": "prepare", "community": community.pk, "lines": text, **more}, follow=True)


def why(ada: Member, text: str) -> list[tuple[int, str]]:
    return [(fault["number"], fault["why"]) for fault in guests.prepare(ada, text).faults]


def test_a_preview_names_whom_the_file_would_invite_and_writes_to_nobody(browser, community):
    page = send(browser, community, "姓名,邮箱,角色\n小美,Mei@Example.org,host\nLee,lee,\n").content.decode()

    assert "mei@example.org" in page
    assert "This is no e-mail address." in page
    assert not Guest.objects.exists()
    assert not Invitation.objects.exists()
    guest_letters.send_some()
    assert mail.outbox == []


def test_who_is_invited_gets_one_letter_and_is_no_member_before_they_come(browser, community, ada):
    send(browser, community, "email,name\nmei@example.org,Mei\n")
    browser.post(PAGE, {"do": "confirm", "made": GuestList.objects.get().pk})
    assert not Member.objects.exclude(pk=ada.pk).exists()

    guest_letters.send_some()
    guest_letters.send_some()

    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["mei@example.org"], "Ada invites you to Lake")
    assert f"/join/{Invitation.objects.get().code}" in letter.body
    assert "Good day, Mei." in letter.body
    assert AuditEntry.objects.get().data == {"people": 1}
    assert not GuestList.objects.exists()


def test_the_letter_speaks_the_language_of_the_community(invited, community):
    type(community).objects.update(locale="zh-Hans")
    invited("email\nmei@example.org")
    guest_letters.send_some()
    assert mail.outbox[0].subject == "Ada 邀请你加入 Lake"


def test_who_comes_has_the_role_and_the_answers_and_the_address_is_forgotten(invited, community, cleo):
    field = Field.objects.create(community=community, name="Occupation")
    (guest,) = invited("email,role,occupation\nmei@example.org,host,Teacher")

    member = communities.join(cleo, community, guest.invitation.code)

    member.refresh_from_db()
    assert (member.role, member.invited_by) == (Role.HOST, guest.invitation.by)
    assert Answer.objects.get(member=member, field=field).text == "Teacher"
    assert not Guest.objects.exists()
    with pytest.raises(Forbidden):
        communities.join(person("Dora"), community, guest.invitation.code)


def test_who_was_demoted_meanwhile_has_given_no_role(invited, ada, community, cleo):
    (guest,) = invited("email,role\nmei@example.org,host")
    Member.objects.filter(pk=ada.pk).update(role=Role.MEMBER)
    assert communities.join(cleo, community, guest.invitation.code).role == Role.MEMBER


def test_another_invitation_says_nothing_of_a_guest(invited, ada, community, cleo):
    invited("email,role\nmei@example.org,host")
    other = invitations.create(ada, days=1, uses=1)
    assert communities.join(cleo, community, other.code).role == Role.MEMBER
    assert Guest.objects.exists()


def test_lines_that_cannot_be_invited_are_left_out_with_the_reason(ada, invited):
    invited("email\nold@example.org")
    lines = [
        "old@example.org,",
        "no address,",
        "a@b.example,moderator",
        "c@b.example,king",
        "d@b.example,",
        "D@B.example,",
    ]
    assert why(ada, "email,role\n" + "\n".join(lines)) == [
        (2, "invited"), (3, "address"), (4, "role"), (5, "role"), (7, "invited"),
    ]  # fmt: skip


def test_a_role_is_given_only_below_ones_own(community, ada, mo):
    Member.objects.filter(pk=mo.pk).update(role=Role.ADMIN)
    mo.refresh_from_db()
    assert why(mo, "email,role\na@b.example,admin\nc@b.example,owner\nd@b.example,greeter") == [
        (2, "role"),
        (3, "role"),
    ]


def test_whether_somebody_has_an_account_is_not_told(ada, ben):
    ben.user.email = "ben@example.org"
    ben.user.save()
    assert why(ada, "email\nben@example.org") == []


@pytest.mark.parametrize("text", ["", "name\nMei", "\n\n"])
def test_a_table_without_addresses_invites_nobody(ada, text):
    with pytest.raises(Refusal):
        guests.prepare(ada, text)


def test_no_more_are_invited_than_there_may_be(ada, invited, monkeypatch):
    monkeypatch.setattr(guests, "MOST", 2)
    with pytest.raises(Refusal, match="too many people"):
        guests.prepare(ada, "email\n" + "\n".join(f"a{number}@b.example" for number in range(3)))
    monkeypatch.setattr(guests, "WEEK", 3)
    invited("email\na@b.example\nb@b.example")
    made = guests.prepare(ada, "email\nc@b.example\nd@b.example")
    with pytest.raises(Refusal, match="in a week"):
        guests.confirm(ada, made)
    assert Guest.objects.count() == 2
    assert Invitation.objects.count() == 2


def test_two_who_confirm_at_once_invite_once(transactional_db, ada):
    made = guests.prepare(ada, "email\na@b.example\nb@b.example")

    def confirm() -> None:
        with contextlib.suppress(Conflict):
            guests.confirm(ada, made)

    run_all([confirm] * 4)
    assert (Guest.objects.count(), Invitation.objects.count(), AuditEntry.objects.count()) == (2, 2, 1)


def test_workers_that_write_at_once_write_one_letter_each(transactional_db, invited):
    invited("email\n" + "\n".join(f"a{number}@b.example" for number in range(6)))
    run_all([guest_letters.send_some] * 3)
    assert sorted(letter.to[0] for letter in mail.outbox) == [f"a{number}@b.example" for number in range(6)]


def test_so_many_letters_go_out_in_a_minute(invited, monkeypatch):
    monkeypatch.setattr(guest_letters, "A_MINUTE", 2)
    invited("email\na@b.example\nb@b.example\nc@b.example")
    guest_letters.send_some()
    assert len(mail.outbox) == 2
    guest_letters.send_some()
    assert len(mail.outbox) == 3


def test_a_letter_that_nobody_takes_is_tried_three_times(invited, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Deaf"
    invited("email\na@b.example")
    for _ in range(5):
        guest_letters.send_some()
    assert Guest.objects.values_list("tries", "sent_at").get() == (3, None)


def test_nobody_is_written_to_in_the_name_of_who_left_or_took_it_back(invited, community, mo):
    Member.objects.filter(pk=mo.pk).update(role=Role.ADMIN)
    (guest,) = invited("email\na@b.example")
    invitations.revoke(guest.invitation.by, guest.invitation.code)
    guest_letters.send_some()
    assert mail.outbox == []
    guests.tidy()
    assert not Guest.objects.exists()


def test_addresses_are_forgotten_after_a_while(invited, ada, community, cleo):
    (guest,) = invited("email\na@b.example")
    guests.prepare(ada, "email\nb@b.example")
    guests.tidy()
    assert (Guest.objects.count(), GuestList.objects.count()) == (1, 1)
    GuestList.objects.update(at=now() - guests.READY)
    Guest.objects.update(at=now() - timedelta(days=guests.DAYS))
    Invitation.objects.update(expires_at=now())
    guests.tidy()
    assert (Guest.objects.count(), GuestList.objects.count()) == (0, 0)
    with pytest.raises(Forbidden):
        communities.join(cleo, community, guest.invitation.code)


def test_a_preview_is_confirmed_within_a_day_by_who_made_it(ada, mo):
    made = guests.prepare(ada, "email\na@b.example")
    Member.objects.filter(pk=mo.pk).update(role=Role.ADMIN)
    with pytest.raises(Conflict):
        guests.confirm(Member.objects.get(pk=mo.pk), made)
    GuestList.objects.update(at=now() - guests.READY)
    with pytest.raises(Conflict):
        guests.confirm(ada, made)
    assert not Guest.objects.exists()


def test_moderators_and_people_of_other_communities_invite_nobody(browser, community, ada, mo):
    made = guests.prepare(ada, "email\na@b.example")
    assert signed_in(mo.user).get(PAGE).status_code == 403
    other, _ = place(MARK)
    stranger = signed_in(other.user)
    assert stranger.get(f"{PAGE}?made={made.pk}").status_code == 403
    assert stranger.post(PAGE, {"do": "confirm", "made": made.pk}).status_code == 403
    assert "community" in send(stranger, community, "email\na@b.example").context["form"].errors
    assert not Guest.objects.exists()


def test_who_is_silenced_invites_nobody(ada, community):
    admin = communities.join(person("Amy"), community)
    Member.objects.filter(pk=admin.pk).update(role=Role.ADMIN)
    silences.silence(Moderator(member=ada), Member.objects.get(pk=admin.pk), now() + timedelta(hours=1), "")
    with pytest.raises(Forbidden):
        guests.prepare(Member.objects.get(pk=admin.pk), "email\na@b.example")


def test_a_file_is_read_too(browser, community):
    file = SimpleUploadedFile("people.csv", "邮箱;姓名\nmei@example.org;小美".encode("gb18030"))
    send(browser, community, "", file=file)
    assert [guest["name"] for guest in GuestList.objects.get().guests] == ["小美"]
