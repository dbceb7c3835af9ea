"""Loading the demo: once, whole, and without touching what is somebody else's."""

import json

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from board.demo import accounts, loader, script
from board.demo.people import NameTaken
from board.models import Post
from chat.models import Message, Room
from community.launch import environment
from community.members.models import Community, Member, User
from tests.conftest import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick(settings, monkeypatch):
    """One community and cheap passwords: these tests load it again and again."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr(script, "NAMES", ("en",))


@pytest.fixture
def loaded(db, tmp_path):
    loader.load(tmp_path)
    return tmp_path


def test_loading_twice_loads_once_and_keeps_the_passwords(loaded):
    before = (loaded / accounts.FILE).read_text(), Message.objects.count(), Post.objects.count(), Member.objects.count()
    assert loader.load(loaded) == []
    after = (loaded / accounts.FILE).read_text(), Message.objects.count(), Post.objects.count(), Member.objects.count()
    assert after == before


def test_a_demo_that_breaks_in_the_middle_leaves_nothing_behind(tmp_path, monkeypatch):
    def break_down(*args):
        raise RuntimeError("power cut")

    monkeypatch.setattr(loader.news, "leave", break_down)
    with pytest.raises(RuntimeError):
        loader.load(tmp_path)
    assert not Community.objects.exists()
    assert not User.objects.exists()
    assert not (tmp_path / accounts.FILE).exists()


def test_a_name_that_belongs_to_somebody_else_is_not_taken_over(tmp_path):
    stranger = person("Hollis")
    with pytest.raises(NameTaken, match="hollis"):
        loader.load(tmp_path)
    stranger.refresh_from_db()
    assert not stranger.is_superuser
    assert not Community.objects.filter(slug="millrace").exists()


def test_a_community_that_is_there_is_left_alone(ada, tmp_path, monkeypatch):
    monkeypatch.setattr(script, "NAMES", ("zh", "en"))
    Community.objects.create(slug="millrace", name="Mine")
    User.objects.create(username="hollis")
    assert loader.load(tmp_path) == ["霞河里阳台菜园"]
    assert Room.objects.filter(community__slug="millrace").count() == 0
    assert not Member.objects.filter(user__username="hollis").exists()


def test_a_lost_file_of_passwords_names_who_is_locked_out(loaded):
    assert loader.locked_out(loaded) == []
    (loaded / accounts.FILE).unlink()
    assert loader.locked_out(loaded) == ["devp", "hollis", "tomasz"]


def test_a_new_database_gets_the_passwords_that_somebody_has_noted(tmp_path):
    one = next(one for one in script.scripts() if one.community.locale == "en")
    noted = accounts.new_account(one, one.owner)
    accounts.write_down(tmp_path, [noted])
    loader.load(tmp_path)
    passwords = {row["username"]: row["password"] for row in json.loads((tmp_path / accounts.FILE).read_text())}
    assert passwords["hollis"] == noted.password
    assert authenticate(username="hollis", password=noted.password)


def test_the_command_says_what_it_did_and_where_the_passwords_are(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(environment, "data_dir", lambda: tmp_path)
    call_command("demo")
    assert f"stands in {tmp_path / accounts.FILE}" in capsys.readouterr().out
    (tmp_path / accounts.FILE).unlink()
    call_command("demo")
    out = capsys.readouterr().out
    assert "The demo is there already." in out
    assert "`python manage.py changepassword hollis` sets a new one" in out


def test_the_command_says_in_one_sentence_why_it_cannot(tmp_path, monkeypatch):
    monkeypatch.setattr(environment, "data_dir", lambda: tmp_path)
    person("hollis")
    with pytest.raises(CommandError, match=r"^Accounts of these names exist already: hollis\.$"):
        call_command("demo")
