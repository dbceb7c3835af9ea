"""What hosts and moderators do on the board, as the public record tells it; the place to those alone who can see it."""

from community.rules import record

_OF_WORDS = {
    "accept": "accept_answer",
    "convert": "convert_thread",
    "decide idea": "decide_idea",
    "edit": "edit_thread",
    "merge": "merge_thread",
    "move": "move_thread",
    "pin": "pin_thread",
    "split": "split_thread",
    "unaccept": "unaccept_answer",
    "unpin": "unpin_thread",
}


def register() -> None:
    for act, name in _OF_WORDS.items():
        record.make_public(act, "thread", name, record.WORDS)
    record.make_public("choose capsules", "community", "choose_capsules", record.ORDER)
    record.make_public("choose readers", "category", "choose_readers", record.ORDER, tells=("audience",))
    record.make_public("edit category", "category", "edit_category", record.ORDER)
    record.make_public("make category", "category", "make_category", record.ORDER)
