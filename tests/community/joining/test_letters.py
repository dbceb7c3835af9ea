"""Whoever asked to be let in reads by e-mail what became of it: once, and in their language."""

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from community.joining import applications, entrances, mailing, nearer, waiting
from community.joining.models import Application, Letter, Waiting
from community.members import communities
from community.members.models import Community, User
from community.moderation.audit import Moderator
from tests.board.acts import together
from tests.community.joining.conftest import ANSWERS
from tests.conftest import person


def reachable(name: str, locale: str = "en") -> User:
    user = person(name)
    user.email, user.locale = f"{name.lower()}@example.org", locale
    user.save()
    return user


def posted() -> list[EmailMultiAlternatives]:
    """Hand over everything that waits."""
    for pk in Letter.objects.filter(sent_at=None).order_by("pk").values_list("pk", flat=True):
        mailing.send(pk)
    return mail.outbox


def asks(user: User, community: Community) -> Application:
    return applications.apply(user, community, ANSWERS)


def decide(by, application, outcome="accepted", reason=""):
    return applications.decide(Moderator(member=by), application, outcome, reason)


def test_who_is_let_in_is_written_to(asking, gina):
    decide(gina, asks(reachable("Nora"), asking), reason="Welcome!")
    (letter,) = posted()

    assert (letter.to, letter.subject) == (["nora@example.org"], "Lake: you are in")
    assert "Welcome!" in letter.body
    assert "/c/lake" in letter.body


def test_who_is_declined_reads_why_in_their_language(asking, gina):
    decide(gina, asks(reachable("Nora", "zh-Hans"), asking), "declined", "请先来一次聚会。")
    (letter,) = posted()

    assert "请先来一次聚会。" in letter.body
    assert letter.subject == "Lake：你的申请"


def test_who_has_no_address_is_written_nothing(asking, gina, application):
    decide(gina, application)

    assert not Letter.objects.exists()


def test_who_was_accepted_and_finds_no_place_reads_how_many_are_before_them(ada, asking, gina, ben):
    entrances.edit(ada, {"capacity": 3})
    waiting.stand(person("First"), asking)
    decide(gina, asks(reachable("Nora"), asking))
    (letter,) = posted()

    assert "1 person is before you." in letter.body


def line(ada, *names: str) -> list[User]:
    entrances.edit(ada, {"capacity": 1})
    people = [reachable(name) for name in names]
    for user in people:
        waiting.come_or_wait(user, ada.community)
    return people


def test_who_moves_up_by_half_hears_of_it_and_not_at_every_step(ada):
    first, second, *_ = line(ada, "One", "Two", "Three", "Four", "Five")
    nearer.tell_all()
    assert posted() == []

    waiting.leave_line(first, "lake")
    nearer.tell_all()
    assert [letter.to for letter in posted()] == [["two@example.org"], ["three@example.org"]]  # next; 1 instead of 2

    waiting.leave_line(second, "lake")
    nearer.tell_all()
    assert [letter.to[0] for letter in posted()[2:]] == ["three@example.org", "four@example.org", "five@example.org"]


def test_nobody_hears_twice_that_nothing_moved(ada):
    first, *_ = line(ada, "One", "Two", "Three")
    waiting.leave_line(first, "lake")

    assert (nearer.tell_all(), nearer.tell_all()) == (2, 0)


@pytest.mark.django_db(transaction=True)
def test_two_that_look_at_the_line_at_once_write_once(ada):
    first, *_ = line(ada, "One", "Two", "Three", "Four")
    waiting.leave_line(first, "lake")
    together(nearer.tell_all for _ in range(4))

    assert sorted(Letter.objects.values_list("key", "user__username").distinct()) == sorted(
        Letter.objects.values_list("key", "user__username")
    )
    assert Letter.objects.count() == 2


def test_who_comes_in_from_the_line_is_written_to(ada):
    line(ada, "One")
    entrances.edit(ada, {"capacity": 2})
    (letter,) = posted()

    assert "A place in Lake became free, and it is yours." in letter.body


def test_who_left_the_line_meanwhile_is_told_nothing(ada):
    first, second = line(ada, "One", "Two")
    waiting.leave_line(first, "lake")
    nearer.tell_all()
    waiting.leave_line(second, "lake")

    assert posted() == []
    assert not Waiting.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_hands_a_letter_over(asking, gina):
    decide(gina, asks(reachable("Nora"), asking))
    (pk,) = Letter.objects.values_list("pk", flat=True)
    together(lambda: mailing.send(pk) for _ in range(5))

    assert len(mail.outbox) == 1


def test_what_the_mail_server_refuses_is_tried_again_and_not_for_ever(asking, gina, settings):
    decide(gina, asks(reachable("Nora"), asking))
    (pk,) = Letter.objects.values_list("pk", flat=True)
    settings.EMAIL_BACKEND = "tests.community.joining.test_letters.Refuses"
    for _ in range(mailing.TRIES):
        with pytest.raises(ConnectionError):
            mailing.send(pk)
    mailing.send(pk)  # nobody tries any more

    assert Letter.objects.get().tries == mailing.TRIES


class Refuses:
    """A mail server that takes nothing."""

    def __init__(self, **_: object) -> None: ...

    def send_messages(self, messages: object) -> int:
        raise ConnectionError


def test_a_member_who_was_let_in_again_gets_a_letter_of_its_own(asking, gina):
    nora = reachable("Nora")
    decide(gina, asks(nora, asking))
    communities.leave(communities.present_in(nora, asking))
    decide(gina, asks(nora, asking))

    assert len(posted()) == 2
