from django.core.management.base import BaseCommand, CommandError

from board.demo import accounts, loader
from board.demo.people import NameTaken
from community.launch import environment


class Command(BaseCommand):
    help = "Fill the site with two communities, one Chinese, one English. What is there already stays as it is."

    def handle(self, **options: object) -> None:
        folder = environment.data_dir()
        try:
            new = loader.load(folder)
        except NameTaken as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Loaded: {', '.join(new)}." if new else "The demo is there already.")
        self.stdout.write(f"Who can sign in, and how, stands in {folder / accounts.FILE}.")
        for name in loader.locked_out(folder):
            self.stdout.write(
                f"The password of {name} is lost: `python manage.py changepassword {name}` sets a new one."
            )
