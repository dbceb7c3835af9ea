"""The stage of the matrix: one community with somebody in every role, and one of everything."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from board.models import Category, Post
from chat import messages, rooms, seats
from chat.conversations import suggestions
from chat.conversations.models import Conversation, Link
from chat.models import Message
from community.access import Role
from community.belonging import fields
from community.clock import now
from community.governance import charters, proposals
from community.governance.models import Charter
from community.joining import codes
from community.joining.models import Application
from community.jury.models import Juror, Trial
from community.members import communities, invitations
from community.members.models import Member, User
from community.moderation import cases
from community.moderation.holds import Submission
from community.moderation.models import Case
from community.stickers import sets
from tests.api import Api
from tests.conftest import joined, person
from tests.uploads import picture, upload

ALL = frozenset(role.value for role in Role)
STRANGER, SIGNED_OUT = "stranger", "signed out"
EVERYBODY = (*(role.value for role in Role), STRANGER, SIGNED_OUT)


@dataclass
class Stage:
    """One community with somebody in every role, and one of everything, made by the plain member."""

    people: dict[str, Member | User]
    ids: dict[str, Any] = field(default_factory=dict)
    browsers: dict[str, Api] = field(default_factory=dict)

    def api(self, who: str) -> Api:
        if who not in self.browsers:
            self.browsers[who] = Api(self.people.get(who))
        return self.browsers[who]

    def path(self, route: str, own: dict[str, str]) -> str:
        names = {"slug": "lake", **own}
        return re.sub(
            r"<(?:\w+:)?(\w+)>",
            lambda match: str(self.ids[names[match[1]]] if names[match[1]] in self.ids else names[match[1]]),
            route,
        )


def message(stage: Stage) -> dict[str, object]:
    return {"client_id": str(uuid4()), "body": "Hello"}


def note(stage: Stage) -> dict[str, object]:
    lines = [{"text": "A line", "sources": [{"message": stage.ids["message"]}]}]
    return {
        "title": "A note", "conversation": stage.ids["conversation"], "parts": [{"kind": "answer", "lines": lines}],
    }  # fmt: skip


def furnish() -> Stage:
    """Make the stage."""
    owner = communities.found(person("Owner"), slug="lake", name="Lake")
    people: dict[str, Member | User] = {"owner": owner, STRANGER: person("Stranger")}
    for role in Role:
        if role != Role.OWNER:
            people[role.value] = joined(owner.community, role.value.title(), role)
    author, friend = people["member"], joined(owner.community, "Friend")
    here = Stage(people)
    square = rooms.create(owner, "open", "Square")
    closed = rooms.create(owner, "closed", "Den")
    for member in owner.community.members.all():
        seats.take(square, member)
        seats.take(closed, member)
    said = [messages.post(author, square, f"Words {number}", client_id=uuid4()).id for number in range(4)]
    api = Api(author)
    category = Category.objects.filter(community=owner.community).first()
    promoted = {"messages": [said[1], said[2]], "title": "Promoted", "category": category.pk, "tags": [], "ask": False}
    promotion = api.post(f"rooms/{square.pk}/promotions/", promoted)
    thread = api.post(
        "communities/lake/threads/",
        {"client_id": str(uuid4()), "category": category.pk, "title": "A thread", "body": "Words", "tags": []},
    )
    file = upload(api, picture(), "image")
    messages.post(author, square, "", client_id=uuid4(), files=[file["id"]])
    drawn = upload(Api(owner), picture(), "image")
    conversation = about(Message.objects.get(pk=said[0]))
    here.ids = {
        "conversation": conversation.pk, "suggestion": suggestions.make(conversation, "sign").pk,
        "first": 1, "room": square.pk, "open_place": f"room:{square.pk}", "closed": closed.pk,
        "message": said[0], "late": said[3], "category": category.pk,
        "promotion": promotion["id"], "thread": thread["id"], "post": Post.objects.get(thread=thread["id"]).pk,
        "of_thread": "thread",
        "upload": upload(api, b"Hello")["id"], "file": file["id"],
        "sticker": sets.add(owner, drawn["id"], "Wave").id,
        "member_id": author.pk, "friend_id": friend.pk, "moderator_id": people["moderator"].pk,
        "code": invitations.create(owner, days=1, uses=1000).code,
    }  # fmt: skip
    Charter.objects.filter(pk=charters.of(owner.community_id).pk).update(phase=Charter.Phase.MIXED, roll_days=0)
    put = proposals.propose(author, "opinion", "A boat?", "For all of us.", {}, client_id=uuid4())
    here.ids["proposal"] = put.pk
    here.ids["amendment"] = proposals.offer(friend, put, "A raft?", "For all of us.", {}).pk
    here.ids["election"] = proposals.propose(
        author, "election", "Who?", "A host.", {"role": "host"}, client_id=uuid4()
    ).pk
    submission = Submission(author, "message", uuid4(), f"room:{square.pk}", "/c/lake", "Odd words", {})
    here.ids["hold"] = cases.hold(submission, ["odd"]).pk
    here.ids["application"] = Application.objects.create(community=owner.community, user=person("Applicant")).pk
    here.ids["invite_code"] = codes.make(owner, count=1)[0].pk
    here.ids["field"] = fields.create(owner, "Hobby", "text", [], "members").pk
    form = {"name": "Den", "audience": "room", "room": closed.pk}
    here.ids["den"] = here.api("owner").post("communities/lake/categories/", form)["id"]
    secret = {"client_id": str(uuid4()), "category": here.ids["den"], "title": "Secret", "body": "Words"}
    wider = {"category": category.pk}
    kept = api.post("communities/lake/threads/", secret)
    here.ids["move"] = here.api("owner").post(f"threads/{kept['id']}/moves/", wider)["id"]
    here.ids["capsule"] = api.post("communities/lake/capsules/", note(here))["id"]
    here.ids["trial"] = juror_of_a_trial(author, friend).trial_id
    here.ids["hearing"] = juror_of_a_trial(friend, author, answer_by=now() + timedelta(days=2)).trial_id
    return here


def juror_of_a_trial(juror: Member, accused: Member, **told: Any) -> Juror:
    """A seat, taken, in a trial about somebody else."""
    case = Case.objects.create(
        community=accused.community, member=accused, object=f"member:{accused.pk}", path="/c/lake", words="Fools!",
        due_at=now(),
    )  # fmt: skip
    trial = Trial.objects.create(
        community=accused.community, case=case, member=accused, asked="ban", size=3, quorum=2, seed="0" * 64,
        commitment="1" * 64, closes_at=now() + timedelta(days=3), **told,
    )  # fmt: skip
    seat = {"answer_by": now() + timedelta(days=1), "accepted_at": now()}
    Juror.objects.create(trial=trial, member=joined(accused.community, f"Second {juror.name}"), place=2, **seat)
    return Juror.objects.create(trial=trial, member=juror, place=1, **seat)


def about(message: Message) -> Conversation:
    """A conversation of one message."""
    conversation = Conversation.objects.create(
        community_id=message.community_id, room=message.room, first_seq=message.seq, last_seq=message.seq,
        first_at=message.created_at, last_at=message.created_at, messages=1, people=1,
    )  # fmt: skip
    Link.objects.create(message=message, room=message.room, seq=message.seq, conversation=conversation, probability=1.0)
    return conversation
