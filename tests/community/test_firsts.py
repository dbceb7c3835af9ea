"""Writing what may stand there already."""

from chat.models import Seat
from community import firsts
from tests.conftest import joined


def test_who_comes_second_finds_what_the_first_wrote(den, community):
    dora = joined(community, "Dora")
    assert firsts.write(Seat(room=den, member=dora, read_seq=3))
    assert not firsts.write(Seat(room=den, member=dora, read_seq=7))
    assert list(Seat.objects.filter(room=den, member=dora).values_list("read_seq", flat=True)) == [3]


def test_what_is_not_named_is_as_a_new_row_has_it(den, community):
    dora = joined(community, "Dora")
    firsts.write(Seat(room=den, member=dora))
    seat = Seat.objects.get(room=den, member=dora)
    assert (seat.level, seat.read_seq) == (Seat.Level.ALL, 0)
    assert seat.taken_at
