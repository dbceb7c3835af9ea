from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from community.realtime.wire_types import discover, typescript


class Command(BaseCommand):
    help = "Write the TypeScript twins of the wire protocol's shapes."

    def handle(self, **options: object) -> None:
        discover()
        target = Path(settings.BASE_DIR, "frontend", "src", "api", "wire.d.ts")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(typescript())
        self.stdout.write(f"Wrote {target}.")
