"""A digest is sent once, whatever dies meanwhile, to however many."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
import time_machine
from django.core import mail
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext

from chat.models import Seat
from community import clock
from community.members import communities
from community.members.models import User
from community.notifications import due as clockwork
from community.notifications import sending
from community.notifications.models import Digest
from tests.community.letter_acts import DAY, at, claimed, letter_to, reads_mail, say, send

# --- Once -------------------------------------------------------------------------------------------------------------


def test_two_workers_with_the_same_brief_send_it_once(transactional_db, ada, ben, square):
    reads_mail(ben.user)
    say(ada, square, "Good morning @Ben")
    row = claimed(ben.user)
    together = Barrier(4)

    def work(_: int) -> None:
        close_old_connections()
        together.wait()
        send(row)
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    assert len(mail.outbox) == 1
    assert Digest.objects.get().sent_at


def test_two_clocks_at_once_claim_one_row(transactional_db, ben):
    reads_mail(ben.user)
    together = Barrier(4)

    def work(_: int) -> None:
        close_old_connections()
        together.wait()
        clockwork.claim()
        connection.close()

    with time_machine.travel(at(2026, 3, 10, 9), tick=False), ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    assert Digest.objects.count() == 1


def test_a_mail_server_that_refuses_gives_the_job_another_try(ada, ben, square, monkeypatch):
    reads_mail(ben.user)
    say(ada, square, "Good morning @Ben")
    row = claimed(ben.user)

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMultiAlternatives.send", _refuse)
        with pytest.raises(sending.MailRefused):
            send(row)
    send(row)

    assert len(mail.outbox) == 1


def _refuse(*_: object) -> None:
    raise ConnectionRefusedError


def test_a_brief_that_somebody_writes_is_theirs_for_half_an_hour(ada, ben, square):
    reads_mail(ben.user)
    say(ada, square, "Good morning @Ben")
    row = Digest.objects.create(user=ben.user, day=DAY, begun_at=clock.now() - timedelta(minutes=29))
    send(row)
    assert mail.outbox == []

    Digest.objects.update(begun_at=clock.now() - timedelta(minutes=31))
    send(row)
    send(row)
    assert len(mail.outbox) == 1
    assert Digest.objects.get().tries == 1


def test_a_letter_of_which_every_writer_dies_is_given_up(ben):
    reads_mail(ben.user)
    with time_machine.travel(at(2026, 3, 10, 9), tick=False):
        clockwork.claim()
        Digest.objects.update(begun_at=clock.now() - timedelta(hours=1), tries=clockwork.MOST_TRIES)
        assert list(clockwork.pages()) == []


def test_what_had_nothing_to_say_is_looked_at_once(ben):
    reads_mail(ben.user)
    row = claimed(ben.user)
    send(row)
    row.refresh_from_db()
    assert (row.closed_at is not None, row.sent_at, mail.outbox) == (True, None, [])
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        assert list(clockwork.pages()) == []


def test_a_letter_that_is_sent_again_can_be_known_as_the_same(ada, ben, square, monkeypatch):
    """The worker dies after the mail server has taken the letter and before that is written down."""
    reads_mail(ben.user)
    say(ada, square, "Good morning @Ben")
    row = claimed(ben.user)
    with monkeypatch.context() as dying:
        dying.setattr(sending, "_finish", _die)
        with pytest.raises(Killed):
            send(row)
    with time_machine.travel(clock.now() + timedelta(minutes=31), tick=False):
        send(row)

    one, other = (letter.message()["Message-ID"] for letter in mail.outbox)
    assert one == other


class Killed(BaseException):
    """The worker is gone."""


def _die(*_: object) -> None:
    raise Killed


def test_the_brief_after_one_that_was_lost_looks_back_further(ada, ben, square):
    reads_mail(ben.user)
    say(ada, square, "Good morning @Ben")
    Digest.objects.create(user=ben.user, day=DAY - timedelta(days=1), begun_at=clock.now())

    assert "Good morning @Ben" in letter_to(ben.user).body


def test_what_stood_in_one_brief_does_not_stand_in_the_next(ada, ben, square):
    reads_mail(ben.user)
    say(ada, square, "First @Ben")
    assert "First @Ben" in letter_to(ben.user).body

    say(ada, square, "Second @Ben")
    second = letter_to(ben.user, DAY + timedelta(days=1)).body

    assert "Second @Ben" in second
    assert "First @Ben" not in second


# --- Many -------------------------------------------------------------------------------------------------------------


def crowd(ada, square, count: int) -> list[User]:
    """Members who read mail and have something to read."""
    say(ada, square, "Good morning to everybody")
    people = [communities.join(User.objects.create(username=f"guest{n}", hue=1), ada.community) for n in range(count)]
    Seat.objects.filter(member__in=people).update(read_seq=0)
    return [reads_mail(member.user) for member in people]


def test_a_worker_killed_in_the_middle_leaves_the_rest_to_the_next_and_nobody_gets_two(ada, square, monkeypatch):
    crowd(ada, square, 12)
    sent: list[str] = []

    def deliver(letter, die_at: int = 5) -> None:
        if len(sent) == die_at:
            raise Killed
        sent.append(letter.to[0])

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", deliver)
    with time_machine.travel(at(2026, 3, 10, 9), tick=False):
        clockwork.claim()
        ((first, last),) = clockwork.pages()
        with pytest.raises(Killed):
            sending.send_page(first, last)
        monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", lambda letter: sent.append(letter.to[0]))
        clockwork.claim()
        sending.send_page(first, last)
        sending.send_page(first, last)

    assert len(sent) == len(set(sent)) == 11
    with time_machine.travel(at(2026, 3, 10, 9, 40), tick=False):
        for page in clockwork.pages():
            sending.send_page(*page)
            sending.send_page(*page)
    assert len(sent) == len(set(sent)) == 12


def test_a_worker_killed_before_it_began_forgets_nobody(ada, square, monkeypatch):
    crowd(ada, square, 5)
    monkeypatch.setattr(clockwork, "PAGE", 2)
    with time_machine.travel(at(2026, 3, 10, 9), tick=False):
        clockwork.claim()
        pages = clockwork.pages()
        sending.send_page(*next(pages))
    with time_machine.travel(at(2026, 3, 10, 9, 40), tick=False):  # the clock died; what it had not queued comes first
        for first, last in clockwork.pages():
            sending.send_page(first, last)

    assert sorted(letter.to[0] for letter in mail.outbox) == [f"guest{n}@example.org" for n in range(5)]


def test_one_address_that_is_refused_stops_nobody_else(ada, square, monkeypatch):
    crowd(ada, square, 4)
    sent: list[str] = []

    def send(letter) -> None:
        if letter.to[0].startswith("guest1"):
            raise ConnectionRefusedError
        sent.append(letter.to[0])

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", send)
    with time_machine.travel(at(2026, 3, 10, 9), tick=False):
        clockwork.claim()
        ((first, last),) = clockwork.pages()
        for _ in range(3):
            with pytest.raises(sending.MailRefused):
                sending.send_page(first, last)

    assert sorted(sent) == ["guest0@example.org", "guest2@example.org", "guest3@example.org"]
    assert Digest.objects.get(sent_at=None).tries == 3


def test_an_address_that_is_refused_again_and_again_is_given_up(ben):
    reads_mail(ben.user)
    with time_machine.travel(at(2026, 3, 10, 9), tick=False):
        clockwork.claim()
        Digest.objects.update(tries=clockwork.MOST_TRIES)
        assert list(clockwork.pages()) == []


def test_a_mail_server_that_is_away_takes_no_row_with_it(ada, square, monkeypatch):
    crowd(ada, square, 8)
    tried: list[int] = []

    def refuse(letter) -> None:
        tried.append(1)
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    with time_machine.travel(at(2026, 3, 10, 9), tick=False):
        clockwork.claim()
        ((first, last),) = clockwork.pages()
        with pytest.raises(sending.MailRefused):
            sending.send_page(first, last)

    assert len(tried) == sending.IN_A_ROW
    assert not Digest.objects.exclude(begun_at=None).exists()


def test_a_page_costs_a_fixed_number_of_queries_and_two_a_letter(ada, square):
    counts = []
    for size, day in ((4, DAY), (16, DAY + timedelta(days=1))):
        people = crowd_again(ada, square, size, day)
        rows = [claimed(user, day) for user in people]
        with CaptureQueriesContext(connection) as captured:
            sending.send_page(rows[0].pk, rows[-1].pk)
        own = [query for query in captured if "SAVEPOINT" not in query["sql"]]
        counts.append(len(own) - 2 * size)
    assert counts[1] <= counts[0] <= 30, counts


def crowd_again(ada, square, count: int, day: date) -> list[User]:
    people = crowd(ada, square, 0)
    made = [User.objects.create(username=f"guest{day}{n}", hue=1) for n in range(count)]
    members = [communities.join(user, ada.community) for user in made]
    Seat.objects.filter(member__in=members).update(read_seq=0)
    return people + [reads_mail(user) for user in made]
