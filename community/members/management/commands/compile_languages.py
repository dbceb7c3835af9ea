from django.core.management.base import BaseCommand

from community import languages


class Command(BaseCommand):
    help = "Compile the language files that changed, for Django to load."
    requires_system_checks = []

    def handle(self, **options: object) -> None:
        for source in languages.compile_stale():
            self.stdout.write(f"Compiled {source}.")
