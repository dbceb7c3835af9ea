"""`manage.py export_labels`: what members changed in proposals, for the next training; one line of JSON a pair."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from chat.conversations.models import Label

PAGE = 500


class Command(BaseCommand):
    help = "Print, for each message that was proposed or added, whether it belongs with the message promoted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--community", help="only of the community with this slug")
        parser.add_argument(
            "--texts", action="store_true", help="with the words: keep what this prints as safe as they are"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        rows = Label.objects.select_related("anchor", "message", "room__community").order_by("pk")
        if options["community"]:
            rows = rows.filter(room__community__slug=options["community"])
        for label in rows.iterator(chunk_size=PAGE):
            self.stdout.write(json.dumps(_line(label, options["texts"]), ensure_ascii=False))


def _line(label: Label, texts: bool) -> dict[str, object]:
    line: dict[str, object] = {
        "community": label.room.community.slug, "room": label.room_id, "anchor": label.anchor.seq,
        "message": label.message.seq, "proposed": label.probability, "chosen": label.chosen,
        "at": label.at.isoformat(),
    }  # fmt: skip
    return line | {"anchor_text": label.anchor.body, "text": label.message.body} if texts else line
