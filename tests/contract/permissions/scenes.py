"""What has to be so before something can be tried, and what is sent."""

from datetime import timedelta
from uuid import uuid4

from board.models import Thread
from chat.models import Message
from community.clock import now
from community.governance.models import Charter, Proposal
from community.members.models import Community, Member
from community.saved import saving
from tests.community.points.weeks import weekly
from tests.contract.permissions.stage import Stage, message

# The keys of RFC 8291's example.
DEVICE = {
    "endpoint": "https://push.example.org/a-browser",
    "keys": {
        "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "auth": "BTBZMqHH6r4Tts7J_aSIgg",
    },
}
TOMORROW = now() + timedelta(days=1)
SOON = {"at": TOMORROW.isoformat()}
UNTIL = {"until": TOMORROW.isoformat(), "reason": "Rude"}


def just_said(stage: Stage) -> None:
    """The matrix takes longer than the time in which a message is recalled."""
    Message.objects.filter(pk=stage.ids["message"]).update(created_at=now())


def saved_by_all(stage: Stage) -> None:
    for who in stage.people.values():
        if isinstance(who, Member):
            saving.save(who, "thread", stage.ids["thread"])


def hidden(stage: Stage) -> None:
    stage.api("owner").put(f"messages/{stage.ids['message']}/hidden/", {"reason": "Rude"})


def hidden_post(stage: Stage) -> None:
    stage.api("owner").put(f"posts/{stage.ids['post']}/hidden/", {"reason": "Rude"})


def silenced(stage: Stage) -> None:
    told = stage.api("owner").post(f"members/{stage.ids['friend_id']}/sanctions/", UNTIL | {"grade": "silence"})
    stage.ids["sanction"] = told["rows"][0]["id"]


def asked(stage: Stage) -> None:
    Community.objects.update(door=Community.Door.APPLICATION)


def with_a_word(stage: Stage) -> None:
    stage.api("owner").patch("communities/lake/entrance/settings/", {"word": "Heron"})


def long_ago(stage: Stage) -> None:
    Member.objects.update(joined_at=now() - timedelta(days=30))


def removed_thread(stage: Stage) -> None:
    stage.api("owner").ok("DELETE", f"threads/{stage.ids['thread']}/", {"reason": "Rude"})


def ruled(stage: Stage) -> None:
    stage.api("owner").post("communities/lake/rules/", {"text": "Be kind."})


def splitting(stage: Stage) -> dict[str, object]:
    return {"client_id": str(uuid4()), "title": "On its own", "posts": [stage.ids["reply"]]}


def another_thread(stage: Stage) -> None:
    form = {"category": stage.ids["category"], "title": "Another", "tags": []}
    stage.ids["another"] = stage.api("owner").post("communities/lake/threads/", message(stage) | form)["id"]


def replied(stage: Stage) -> None:
    stage.ids["reply"] = stage.api("owner").post(f"threads/{stage.ids['thread']}/posts/", message(stage))["id"]


def asked_and_answered(stage: Stage) -> None:
    Thread.objects.filter(pk=stage.ids["thread"]).update(kind="question", status="open")
    replied(stage)


def thought_of(stage: Stage) -> None:
    Thread.objects.filter(pk=stage.ids["thread"]).update(kind="idea", status="open")


def written_together(stage: Stage) -> None:
    Thread.objects.filter(pk=stage.ids["thread"]).update(kind="note")


def changed_together(stage: Stage) -> None:
    written_together(stage)
    stage.api("owner").put(f"threads/{stage.ids['thread']}/note/", {"body": "Other words", "revision": 1})


def in_the_den(stage: Stage) -> None:
    Thread.objects.filter(pk=stage.ids["thread"]).update(category=stage.ids["den"])


def discussed(stage: Stage) -> None:
    Proposal.objects.update(discussed_until=now())


def voting(stage: Stage) -> None:
    discussed(stage)
    stage.api("owner").post(f"proposals/{stage.ids['proposal']}/open/")


def lent(stage: Stage) -> None:
    Charter.objects.update(lending=True)


def filled(stage: Stage) -> None:
    weekly(stage.people["owner"].community, 9)


def gift(stage: Stage) -> dict[str, object]:
    return {"client_id": str(uuid4()), "member": stage.ids["friend_id"], "amount": 5, "why": "For the map"}


def opinion(stage: Stage) -> dict[str, object]:
    return {"client_id": str(uuid4()), "kind": "opinion", "title": "A boat?", "words": "For all of us."}


def embedded(stage: Stage) -> None:
    stage.api("owner").patch("communities/lake/embed/", {"origins": ["https://host.example"]})


def announcement(stage: Stage) -> dict[str, object]:
    return {"client_id": str(uuid4()), "words": "We meet on Friday.", "filter": {}}
