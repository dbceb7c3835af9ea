"""Who never wants to be written to again says so with one click, without an account; no address is kept for it."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from community.desk import guest_letters, guests
from community.desk.models import Guest
from community.joining import mailing
from community.joining.models import Letter
from community.letterbox import stops
from community.letterbox.models import Stop
from community.members import communities
from community.members.models import Community, Member
from tests.board.acts import together
from tests.conftest import person
from tests.everywhere import where

pytestmark = pytest.mark.django_db
MEI = "mei@example.org"


@pytest.fixture
def invite() -> Callable[..., list[EmailMultiAlternatives]]:
    """`invite(ada, "mei@example.org")`: what is posted when somebody invites these people."""

    def invited(by: Member, *addresses: str) -> list[EmailMultiAlternatives]:
        mail.outbox.clear()
        guests.confirm(by, guests.prepare(by, "\n".join(["email", *addresses])))
        guest_letters.send_some()
        return list(mail.outbox)

    return invited


@pytest.fixture
def elsewhere(db) -> Member:
    """Zoe, who founded another community."""
    return communities.found(person("Zoe"), slug="hill", name="Hill", purpose="To walk.", hue=10)


def link_in(letter: EmailMultiAlternatives) -> str:
    found = re.fullmatch("<(.*)>", letter.extra_headers["List-Unsubscribe"])
    assert found
    assert found[1] in letter.body
    return found[1].removeprefix(settings.SITE_URL)


def click(path: str, **form: str):
    return Client(enforce_csrf_checks=True).post(path, form)


def test_an_invitation_says_how_to_end_them_to_people_and_to_mail_programs(ada, invite):
    (letter,) = invite(ada, MEI)
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert MEI not in link_in(letter)


def test_opening_the_link_asks_and_stops_nothing(ada, invite):
    path = link_in(invite(ada, MEI)[0])
    page = Client().get(path)
    assert page.status_code == 200
    assert "Lake" in page.content.decode()
    assert not Stop.objects.exists()


def test_one_click_of_a_mail_program_ends_the_letters_of_that_community_alone(ada, elsewhere, invite):
    path = link_in(invite(ada, MEI)[0])
    assert click(path, **{"List-Unsubscribe": "One-Click"}).status_code == 200
    assert invite(ada, MEI, "lee@example.org")[0].to == ["lee@example.org"]
    assert len(mail.outbox) == 1
    assert [letter.to for letter in invite(elsewhere, MEI)] == [[MEI]]


def test_everywhere_ends_those_of_all_communities(ada, elsewhere, invite):
    click(link_in(invite(ada, MEI)[0]), everywhere="1")
    assert invite(ada, MEI) == []
    assert invite(elsewhere, MEI) == []


def test_an_address_is_the_same_however_it_is_written(ada, invite):
    click(link_in(invite(ada, MEI)[0]))
    assert stops.holds(ada.community_id, " Mei@Example.ORG ")


def test_nothing_is_left_of_an_address_that_wants_no_letters(ada, invite):
    path = link_in(invite(ada, MEI)[0])
    assert "desk_guest.email" in where(MEI)
    click(path)
    assert where(MEI) == []
    invite(ada, MEI)
    assert where(MEI) == []


def test_who_stops_while_a_letter_waits_gets_none(ada, invite):
    path = link_in(invite(ada, MEI)[0])
    Guest.objects.all().delete()
    mail.outbox.clear()
    guests.confirm(ada, guests.prepare(ada, f"email\n{MEI}"))
    community, mark = stops.asked(path.split("/")[-2])
    Stop.objects.create(community=community, mark=mark)
    guest_letters.send_some()
    assert mail.outbox == []
    assert not Guest.objects.exists()


def test_clicking_again_and_all_at_once_keeps_one_mark(ada, invite, transactional_db):
    path = link_in(invite(ada, MEI)[0])
    together([lambda: click(path)] * 4 + [lambda: click(path, everywhere="1")] * 4)
    assert sorted(Stop.objects.values_list("community", flat=True), key=str) == [ada.community_id, None]
    assert "will come to your address" in click(path).content.decode()


@pytest.mark.parametrize("token", ["forged", "1.mark", "1.mark:forged"])
def test_a_link_that_we_did_not_write_ends_nothing(ada, token):
    assert click(f"/api/v1/letters/stop/{token}/").status_code == 404
    assert not Stop.objects.exists()


def test_a_link_of_one_address_or_one_community_ends_nothing_for_another(ada, elsewhere, invite):
    first, second = invite(ada, MEI, "lee@example.org")
    click(link_in(first))
    assert not stops.holds(ada.community_id, second.to[0])
    assert not stops.holds(elsewhere.community_id, first.to[0])


def test_what_was_said_under_an_earlier_secret_holds(ada, invite, settings):
    path = link_in(invite(ada, MEI)[0])
    click(path)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-secret-that-is-long-enough-for-everybody"
    assert stops.holds(ada.community_id, MEI)
    assert invite(ada, MEI) == []


def test_the_page_speaks_the_language_of_the_letter(ada, invite):
    Community.objects.update(locale="zh-Hans")
    (letter,) = invite(ada, MEI)
    assert "不再" in letter.body
    page = Client().get(link_in(letter)).content.decode()
    assert '<html lang="zh-hans">' in page
    assert "不再" in page


def test_letters_from_the_door_end_in_the_same_way(ada, cleo):
    cleo.email = MEI
    cleo.save()
    letter = Letter.objects.create(user=cleo, community=ada.community, kind=Letter.Kind.LET_IN, key="one")
    mailing.send(letter.pk)
    click(link_in(mail.outbox[0]))
    later = Letter.objects.create(user=cleo, community=ada.community, kind=Letter.Kind.LET_IN, key="two")
    mailing.send(later.pk)
    assert len(mail.outbox) == 1
