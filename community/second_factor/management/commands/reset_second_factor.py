from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from community.members.models import User
from community.second_factor import factors


class Command(BaseCommand):
    help = "Take the second factor of an account away, whose owner lost it. The account sets up another one next time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account of the name {username}.")
        had = factors.forget(user)
        self.stdout.write(f"{username} sets up a second factor next time." if had else f"{username} had none.")
