"""What stands where something was hidden: its author's name, for everybody alike. Who hid it stands in the record."""

from uuid import uuid4

import pytest

from board import posts
from board.models import Post
from chat import messages
from chat.models import Message
from community.access import Role
from community.members.models import Member
from tests.board import acts
from tests.conftest import joined

pytestmark = pytest.mark.django_db


@pytest.fixture
def readers(ada, ben, community) -> list[Member]:
    return [ada, ben, joined(community, "Hana", Role.HOST), joined(community, "Nora", Role.MODERATOR)]


def test_the_line_of_a_hidden_message_does_not_name_who_hid_it(api, ben, mo, by_mo, square, rude, readers):
    messages.hide(by_mo, Message.objects.select_related("room", "author").get(pk=rude.id), "Insults.")
    for reader in readers:
        (row,) = api(reader).get(f"rooms/{square.pk}/messages/")["messages"]
        assert (row["removed"], row["author"]["name"], row["body"]) == ("hidden", "Ben", "")
        assert "Mo" not in str(row)


def test_the_line_of_a_hidden_post_does_not_either(api, ben, dora, by_mo, readers):
    thread = acts.start(dora, "A thread", "Words.")
    said = posts.reply(ben, thread, "You are all fools.", client_id=uuid4())
    posts.hide(by_mo, Post.objects.select_related("thread", "author", "message").get(pk=said.id), "Insults.")
    for reader in readers:
        row = next(row for row in api(reader).get(f"threads/{thread.pk}/posts/")["posts"] if row["id"] == said.id)
        assert (row["removed"], row["author"]["name"], row["body"]) == ("hidden", "Ben", "")
        assert "Mo" not in str(row)
