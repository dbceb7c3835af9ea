from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import autodiscover_modules

from community.realtime.wire_types import typescript


class Command(BaseCommand):
    help = "Write the TypeScript twins of the wire protocol's shapes."

    def handle(self, **options: object) -> None:
        autodiscover_modules("shapes")
        target = Path(settings.BASE_DIR, "frontend", "src", "api", "wire.d.ts")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(typescript())
        self.stdout.write(f"Wrote {target}.")
