"""Importing IRC logs."""

import json
import threading
from datetime import UTC, date, datetime
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from chat import messages, seats
from chat.importing import days, files, irc, loader, people, places
from chat.models import Mention, Room, Seat
from community.members.models import Community, Member
from community.notifications.models import Notice
from tests.chat.logs import (
    LAUNDRY,
    LAUNDRY_LINES,
    LAUNDRY_MESSAGES,
    LAUNDRY_SKIPPED,
    adds_up,
    history,
    imported,
    real_logs,
    written,
)

pytestmark = pytest.mark.django_db
MIDNIGHT = datetime(2021, 3, 6, tzinfo=UTC)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2021, 3, day, hour, minute, tzinfo=UTC)


def kinds(*lines: str) -> list[str]:
    return [line.kind for line in irc.parse(lines)]


def names(*lines: str) -> list[str]:
    """Who speaks on each spoken line."""
    return [speaker.name for speaker in people.who_speaks(irc.parse(lines)).values()]


def sources(*lines: str) -> list[str]:
    return [speaker.source for speaker in people.who_speaks(irc.parse(lines)).values()]


def clock(*shown: str) -> list[str]:
    """What a clock means, as days and hours since the first midnight."""
    minutes = [int(text[:2]) * 60 + int(text[3:]) for text in shown]
    return [f"{found // days.DAY}d {found % days.DAY // 60:02}:{found % 60:02}" for found in days.counted(minutes)]


# --- Nothing is lost, nothing comes twice ----------------------------------------------------------------------------
def test_every_line_is_imported_or_skipped_with_a_reason(tmp_path):
    report = imported(written(tmp_path))
    assert (report.lines, report.messages) == (LAUNDRY_LINES, LAUNDRY_MESSAGES)
    assert report.skipped == LAUNDRY_SKIPPED
    assert adds_up(report)


def test_importing_twice_imports_once(tmp_path):
    imported(written(tmp_path))
    before = history()
    again = imported(written(tmp_path))
    assert history() == before
    assert again.messages == 0
    assert again.skipped["already_imported"] == LAUNDRY_MESSAGES
    assert adds_up(again)


def test_the_same_file_named_twice_is_imported_once(tmp_path):
    report = imported([written(tmp_path)] * 2)
    assert report.messages == report.skipped["already_imported"] == LAUNDRY_MESSAGES
    assert adds_up(report)


def test_killed_in_the_middle_and_run_again_is_as_if_nothing_had_happened(tmp_path, monkeypatch):
    monkeypatch.setattr(loader, "BATCH", 3)
    imported(written(tmp_path), room="Undisturbed")
    kill_at_batch(3, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        imported(written(tmp_path))
    assert 0 < len(history()) < LAUNDRY_MESSAGES
    again = imported(written(tmp_path))
    assert adds_up(again)
    assert history() == history("Undisturbed")


def kill_at_batch(number: int, monkeypatch) -> None:
    """Stop the import once, with the rows of that batch written and not yet committed."""
    copy, batches = loader._copy, iter(range(1, 100))

    def copy_and_die(*args):
        copy(*args)
        if next(batches) == number:
            raise KeyboardInterrupt

    monkeypatch.setattr(loader, "_copy", copy_and_die)


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_the_same_time_import_once(tmp_path, monkeypatch):
    monkeypatch.setattr(loader, "BATCH", 2)
    path, reports, start = written(tmp_path), [], threading.Barrier(4)

    def run():
        start.wait()
        reports.append(imported(path))
        connection.close()

    workers = [threading.Thread(target=run) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(reports) == 4
    assert sum(report.messages for report in reports) == LAUNDRY_MESSAGES
    assert all(adds_up(report) for report in reports)
    assert [row[0] for row in history()] == list(range(1, LAUNDRY_MESSAGES + 1))
    assert (Community.objects.count(), Room.objects.filter(name="Laundry").count()) == (1, 1)
    assert Member.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_members_who_post_meanwhile_share_the_places(ada, ben, square, tmp_path, monkeypatch):
    monkeypatch.setattr(loader, "BATCH", 1)

    def post():
        for _ in range(10):
            messages.post(ben, Room.objects.get(pk=square.pk), "Meanwhile", client_id=uuid4())
        connection.close()

    worker = threading.Thread(target=post)
    worker.start()
    imported(written(tmp_path), room="Square", community="lake")
    worker.join()
    square.refresh_from_db()
    assert square.seq == LAUNDRY_MESSAGES + 10
    assert [row[0] for row in history("Square")] == list(range(1, square.seq + 1))


def test_the_same_words_in_two_files_are_two_messages(tmp_path):
    paths = [written(tmp_path, "[10:00] <suds> hello\n", f"2021-03-0{day}.txt") for day in (1, 2)]
    assert imported(paths).messages == 2


def test_the_same_words_twice_in_one_file_are_two_messages(tmp_path):
    assert imported(written(tmp_path, "[10:00] <suds> hello\n" * 2)).messages == 2


def test_real_logs_lose_nothing():
    paths = real_logs()
    lines = [line for log in files.logs(paths) for line in irc.parse(files.lines(log))]
    with_ends = sum(open(path, "rb").read().count(b"\n") for path in paths)  # noqa: SIM115
    assert len(lines) == with_ends
    strange = sum(line.kind == irc.Kind.MALFORMED for line in lines)
    assert strange / len(lines) < 0.001
    report = imported(paths[:4])
    assert adds_up(report)
    assert imported(paths[:4]).messages == 0


# --- What nobody should have written -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    "line",
    [
        b"\xff\xfe[10:00] <suds> caf\xe9",
        b"[10:00] <suds> \x00NUL\x00",
        b"\x00" * 50,
        b"[99:99] <suds> late",
        b"[10:00] <> nobody",
        b"[10:00] <" + b"x" * 5000 + b"> long",
        b"[10:00] <suds>",
        b"[10:00]",
        b"[10:00]  * ",
        b"===",
        b"=== is now known as ",
        b"===  is now known as  is now known as b",
        b"[10:00] <suds> " + b"] " * 20_000,
        b"=== " + b"] " * 20_000,
        b"=== a" + b" " * 50_000 + b"b",
        "=== \u202e\u0000 [~x@y] has joined #z".encode(),
        "[10:00] <suds> \ud83d".encode("utf-8", "surrogatepass"),
        "[１０:００] <suds> wide digits".encode(),
        bytes(range(256)),
    ],
)
def test_no_bytes_stop_an_import(tmp_path, line):
    report = imported(written(tmp_path, b"[09:00] <lint> before\n" + line + b"\n[11:00] <lint> after\n"))
    assert adds_up(report)
    assert [row[2] for row in history()][:: len(history()) - 1] == ["before", "after"]


def test_a_nul_is_left_out_of_what_was_said(tmp_path):
    imported(written(tmp_path, b"[10:00] <su\x00ds> a\x00b\n"))
    assert [row[1:3] for row in history()] == [("suds", "ab")]


def test_a_line_that_is_not_utf_8_is_read_as_latin_1(tmp_path):
    imported(written(tmp_path, "[10:00] <a> café\n".encode("latin-1") + "[10:01] <a> 咖啡\n".encode()))
    assert [row[2] for row in history()] == ["café", "咖啡"]


def test_colours_and_other_marks_of_clients_are_no_words():
    (line,) = irc.parse(["[10:00] <\x0304suds\x0f> \x02\x0304,12red\x03 \x1fand\x1f blue"])
    assert (line.nick, line.text) == ("suds", "red and blue")


def test_a_line_of_nothing_but_marks_is_empty():
    assert kinds("[10:00] <suds> \x02\x0f", "\x1f") == ["empty", "empty"]


def test_a_message_as_long_as_the_board_takes_is_kept_whole_and_a_longer_one_is_named(tmp_path):
    lines = [f"[10:00] <suds> {'x' * size}\n" for size in (loader.LONGEST, loader.LONGEST + 1)]
    report = imported(written(tmp_path, "".join(lines)))
    assert report.skipped == {"too_long": 1}
    assert len(history()[0][2]) == loader.LONGEST


def test_an_empty_file_is_no_lines(tmp_path):
    report = imported(written(tmp_path, ""))
    assert (report.files, report.lines, report.messages) == (1, 0, 0)


def test_a_file_without_a_last_line_end_keeps_its_last_line(tmp_path):
    assert imported(written(tmp_path, "[10:00] <suds> one\r\n[10:01] <suds> two")).messages == 2


def test_windows_line_ends_and_a_byte_order_mark_are_no_words(tmp_path):
    imported(written(tmp_path, b"\xef\xbb\xbf[10:00] <suds> one\r\n"))
    assert history()[0][2] == "one"


# --- Days --------------------------------------------------------------------------------------------------------
def test_after_midnight_it_is_the_next_day(tmp_path):
    imported(written(tmp_path))
    assert [row[3] for row in history()][-3:] == [at(6, 23, 59), at(7, 0, 1), at(7, 0, 2)]


def test_two_midnights_are_two_days():
    assert clock("23:50", "00:10", "23:00", "01:00") == ["0d 23:50", "1d 00:10", "1d 23:00", "2d 01:00"]


def test_a_clock_that_is_put_back_by_an_hour_does_not_make_a_new_day():
    assert clock("14:59", "14:58", "14:00") == ["0d 14:59", "0d 14:58", "0d 14:00"]


def test_a_clock_of_twelve_hours_is_half_a_day_on_when_it_begins_again():
    assert clock("12:57", "01:03", "11:59", "00:02") == ["0d 12:57", "0d 13:03", "0d 23:59", "1d 00:02"]


def test_a_clock_of_twelve_hours_that_reaches_midnight_began_in_the_afternoon():
    assert clock("09:00", "11:59", "00:00") == ["0d 21:00", "0d 23:59", "1d 00:00"]


def test_a_clock_that_has_shown_thirteen_shows_a_day():
    assert clock("13:00", "23:00", "11:00", "00:30") == ["0d 13:00", "0d 23:00", "1d 11:00", "2d 00:30"]


def test_a_line_without_a_time_has_that_of_the_line_before():
    found = days.moments([None, 600, None, 605, None], date(2021, 3, 6), "UTC")
    assert [moment.minute for moment in found] == [0, 0, 0, 5, 5]


def test_times_are_those_of_the_zone_that_is_named(tmp_path):
    imported(written(tmp_path, "[10:00] <suds> hello\n"), zone="Asia/Shanghai")
    assert history()[0][3] == at(6, 2)


def test_a_named_day_wins_over_the_name_of_the_file(tmp_path):
    (log,) = files.logs([written(tmp_path)], date(1999, 1, 1))
    assert log.day == date(1999, 1, 1)


# --- People ------------------------------------------------------------------------------------------------------
def test_a_changed_nick_is_the_same_person_under_the_name_used_most(tmp_path):
    report = imported(written(tmp_path))
    assert len(report.authors) == 2
    assert set(Member.objects.values_list("name", "source", "user")) == {
        ("suds", "irc:suds", None),
        ("lint", "irc:lint", None),
    }


def test_a_chain_of_nicks_is_one_person():
    lines = ["[10:00] <a> 1", "=== a is now known as b", "=== b is now known as c", "[10:01] <c> 2", "[10:02] <c> 3"]
    assert names(*lines) == ["c", "c", "c"]


def test_a_nick_changed_and_changed_back_is_one_person():
    lines = ["[10:00] <a> 1", "=== a is now known as b", "[10:01] <b> 2", "=== b is now known as a", "[10:02] <a> 3"]
    assert names(*lines) == ["a", "a", "a"]


def test_two_who_swap_their_nicks_stay_two():
    swap = ["=== a is now known as tmp", "=== b is now known as a", "=== tmp is now known as b"]
    found = sources("[10:00] <a> I am Ann", "[10:01] <b> I am Bo", *swap, "[10:02] <a> still Bo", "[10:03] <b> Ann")
    ann, bo = found[0], found[1]
    assert ann != bo
    assert found == [ann, bo, bo, ann]


def test_a_nick_that_speaks_again_after_a_lost_connection_is_who_it_was():
    lines = ["[10:00] <a> 1", "=== a is now known as a|away", "[10:01] <a> 2", "[10:02] <a|away> 3"]
    assert len(set(sources(*lines))) == 1


def test_coming_back_to_ones_own_nick_is_one_person():
    lines = ["[10:00] <a> 1", "[10:05] <a_> my line broke", "=== a_ is now known as a", "[10:06] <a> 2"]
    assert len(set(sources(*lines))) == 1


def test_capitals_do_not_make_another_person():
    assert sources("[10:00] <Suds> 1", "[10:01] <SUDS> 2") == ["irc:suds"] * 2


def test_the_same_nick_on_two_days_is_one_member(tmp_path):
    imported([written(tmp_path, "[10:00] <suds> hello\n", f"2021-03-0{day}.txt") for day in (1, 2)])
    assert Member.objects.count() == 1


def test_a_nick_as_long_as_a_novel_is_no_nick():
    assert kinds(f"[10:00] <{'n' * 65}> hello") == ["malformed"]


def test_two_long_nicks_that_begin_alike_are_two_people(tmp_path):
    report = imported(written(tmp_path, "".join(f"[10:00] <{'n' * 50}{sign}> hello\n" for sign in "ab")))
    assert len(report.authors) == 2


def test_old_logs_put_spaces_into_nicks():
    lines = ["=== g[r] eek is now known as zcat[1] ", "[10:00] <zcat[1] > here", "=== zcat[1]  waves"]
    assert names(*lines) == ["zcat[1]"] * 2


# --- Lines -------------------------------------------------------------------------------------------------------
def test_what_the_server_says_is_told_apart():
    lines = {
        "=== suds [~suds@10.0.0.7]  has joined #laundry": "join",
        "=== suds [~suds@10.0.0.7]  has left #laundry []": "leave",
        "=== suds [~suds@10.0.0.7] has quit [Ping timeout]": "leave",
        "=== suds is now known as soap": "rename",
        "=== lint changed the topic of #laundry to: Socks": "topic",
        "=== ..[topic/#laundry:lint] : Socks": "topic",
        "=== Topic for #laundry: Socks": "topic",
        "=== mode/#laundry [+o lint]  by ChanServ": "server",
        "=== suds was kicked off #laundry by lint (noise)": "server",
        "[10:00] -lint:#laundry- beep": "notice",
        "": "empty",
        "   ": "empty",
        "hello": "malformed",
    }
    assert kinds(*lines) == list(lines.values())


def test_a_deed_keeps_its_words_in_italics(tmp_path):
    imported(written(tmp_path, "[10:00]  * suds folds three shirts\n=== lint has given away two socks\n"))
    assert [row[1:3] for row in history()] == [("suds", "_folds three shirts_"), ("lint", "_has given away two socks_")]


def test_who_is_spoken_to_is_plain_text_and_nobody_is_told(ada, square, tmp_path):
    imported(written(tmp_path, "[10:00] <suds> Ada: @Ada look\n"), room="Square", community="lake")
    assert history("Square")[0][2] == "Ada: @Ada look"
    assert (Mention.objects.count(), Notice.objects.count()) == (0, 0)


# --- The room ----------------------------------------------------------------------------------------------------
def test_who_had_read_everything_still_has_and_who_had_not_keeps_their_place(ada, ben, square, tmp_path):
    messages.post(ada, square, "Old news", client_id=uuid4())
    seats.read(ada, square, 1)
    imported(written(tmp_path), room="Square", community="lake")
    assert seats.of(ada, Room.objects.get(pk=square.pk)).unread == 0
    assert Seat.objects.get(room=square, member=ben).read_seq == 0


def test_imported_people_take_no_seats(tmp_path):
    imported(written(tmp_path))
    assert not Seat.objects.exists()


def test_a_room_is_found_by_its_name_or_its_slug(ada):
    room = Room.objects.create(community=ada.community, name="Big Square")
    assert places.room("lake", "Big Square") == places.room("lake", "big-square") == room


def test_talk_of_two_is_no_room_to_import_into(ada):
    Room.objects.create(community=ada.community, name="Us", kind=Room.Kind.DIRECT)
    assert places.room("lake", "Us").kind == Room.Kind.OPEN


# --- The command -------------------------------------------------------------------------------------------------
def run(*args: str) -> dict[str, object]:
    out = StringIO()
    call_command("import_chat", "irc", *args, "--community", "house", "--room", "Laundry", stdout=out)
    return json.loads(out.getvalue())


def test_the_command_prints_what_became_of_the_lines(tmp_path):
    answer = run(written(tmp_path))
    assert answer.pop("seconds") >= 0
    assert answer == {
        "files": 1,
        "lines": LAUNDRY_LINES,
        "messages": LAUNDRY_MESSAGES,
        "people": 2,
        "skipped": LAUNDRY_SKIPPED,
    }


@pytest.mark.parametrize("name", ["laundry.txt", "2021-02-30.txt", "0001-01-01.txt", "9999-12-31.txt", "20210306.txt"])
def test_a_file_without_a_date_in_its_name_is_one_clear_error_and_nothing_is_imported(tmp_path, name):
    good = written(tmp_path)
    with pytest.raises(CommandError, match=r"does not begin with a date such as 2004-12-25. Name one with --date."):
        run(good, written(tmp_path, LAUNDRY, name))
    assert not Community.objects.exists()


def test_the_date_can_be_named(tmp_path):
    assert run(written(tmp_path, LAUNDRY, "laundry.txt"), "--date", "2021-03-06")["messages"] == LAUNDRY_MESSAGES
    assert history()[0][3] == at(6, 21, 58)


@pytest.mark.parametrize("path", ["nowhere/2021-03-06.txt", "2021-03-06.d"])
def test_what_cannot_be_read_is_one_clear_error(tmp_path, path):
    (tmp_path / "2021-03-06.d").mkdir()
    with pytest.raises(CommandError, match="cannot be read"):
        run(str(tmp_path / path))


def test_an_unknown_time_zone_is_one_clear_error(tmp_path):
    with pytest.raises(CommandError, match="no time zone 'Mars/Base'"):
        run(written(tmp_path), "--timezone", "Mars/Base")


@pytest.mark.parametrize(("community", "room"), [("No Slug", "Laundry"), ("house", " "), ("house", "x" * 61)])
def test_a_place_that_cannot_be_is_one_clear_error(tmp_path, community, room):
    with pytest.raises(CommandError, match=r"cannot|needs a name"):
        call_command("import_chat", "irc", written(tmp_path), "--community", community, "--room", room)
