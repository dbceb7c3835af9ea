"""A community in which everything has happened once, and most of it is still going on."""

from datetime import timedelta
from itertools import combinations, pairwise
from typing import Any
from uuid import uuid4

from board.kinds import answers
from board.models import Thread
from board.moves import asking
from chat import messages, reactions, rooms
from chat.models import Room
from chat.overload import circles, splits
from community import clock
from community.belonging import fields, visits
from community.clock import now
from community.governance import candidates, charters, lending
from community.governance.models import Charter
from community.joining import applications, codes, entrances
from community.joining.applications import Answer
from community.jury import trials
from community.members import communities, invitations
from community.members.models import Community, Member
from community.moderation import cases, sanctions
from community.moderation.audit import Moderator
from community.moderation.models import Case
from community.notifications import notices
from community.rules import changing
from community.saved import saving
from tests.api import Api
from tests.board import acts
from tests.board.test_capsules import cites, keep
from tests.chat.catchup import talks
from tests.chat.overload import crowds
from tests.community.governance import votes
from tests.community.jury.panel import fresh, seats, voted
from tests.conftest import joined, person
from tests.uploads import picture, upload

JUDGES = 10


def build(ada: Member, ben: Member, mo: Member, square: Room) -> dict[str, Any]:
    """What stands where, for the addresses of pages; and those who see what others do not."""
    people = {"ada": ada, "ben": ben, "other": ben.pk}
    return people | talked(ada, ben, mo, square) | governed(ada, ben, mo) | judged(ada, ben, mo, square) | joining(ada)


def talked(ada: Member, ben: Member, mo: Member, square: Room) -> dict[str, Any]:
    for name in ("boat", "bread"):
        talk = talks.talk(square, *[((ada, mo)[turn % 2], f"{name} {turn}") for turn in range(6)])
    ladder = [acts.say(one, square, words) for one, words in ((ada, "Who has a ladder?"), (ben, "I have **one**"))]
    promotion = acts.promote(ada, square, ladder, title="A ladder")
    thread = Thread.objects.get(pk=promotion.thread_id)
    first = acts.reply(ben, thread, "Take it on Saturday, @Ada")
    acts.reply(ada, thread, "I will", parent=first)
    said = acts.say(ben, square, "See [the tide](https://example.org) at `6:30`, @Ada")
    acts.say(ada, square, "Thanks", reply_to=said.pk)
    reactions.add(ada, said, "👍")
    messages.pin(ada, said)
    saving.save(ada, "message", said.pk)
    saving.save(ada, "thread", thread.pk)
    capsule = keep(ada, thread, ("Ben has the ladder", cites(first)), title="Who has what")
    day = now().date().isoformat()
    notices.tell(ada, "digest", key=f"digest:daily:{day}", data={"kind": "daily", "day": day, "items": 2})
    code = invitations.create(mo.community.members.get(user__username="ada"), days=1, uses=1).code
    places = {"room": square.pk, "message": said.pk, "talk": talk.pk, "thread": thread.pk}
    return places | {"capsule": capsule.id, "code": code} | kinds(ada, ben, mo)


def kinds(ada: Member, ben: Member, mo: Member) -> dict[str, Any]:
    question = acts.start(ada, "When are tomatoes sown?", "In which month?", kind="question")
    answers.accept(ada, question, acts.reply(ben, question, "In March, inside").pk)
    idea = acts.start(ben, "A greenhouse", "By the shed.", kind="idea")
    note = acts.start(ben, "How to sow", "In March.", kind="note")
    secret = acts.start(ada, "For hosts", "Ours", acts.category_for(ada, "staff"))
    acts.reply(mo, secret, "Mine")
    asking.ask(ada, acts.fresh(secret), acts.general(ada.community))
    return {"question": question.pk, "idea": idea.pk, "note": note.pk, "asked": secret.pk}


def governed(ada: Member, ben: Member, mo: Member) -> dict[str, Any]:
    charters.of(ada.community_id)
    Charter.objects.update(phase=Charter.Phase.MIXED, roll_days=0, lending=True)
    changing.change(Moderator(member=ada), ada.community, "1. Be kind.\n2. Say what pictures show.", asks=False)
    opinion = votes.opened(
        votes.proposed(ben, "opinion", "Which bread?", options=["Rye", "Wheat"], method="approval", secret=False)
    )
    election = votes.proposed(ben, "election", "A host for the lake", role="host")
    candidates.stand(ben, election, "I am here every day.")
    rule = votes.ended(votes.opened(votes.proposed(ada, "rules", "Shorter rules", text="1. Be kind.")))
    lending.lend(ben, "", mo.pk)
    return {"proposal": opinion.pk, "election": election.pk, "decided": rule.pk}


def judged(ada: Member, ben: Member, mo: Member, square: Room) -> dict[str, Any]:
    """One case before a jury, one that a jury has decided, and a notice that Ben can appeal against."""
    for number in range(JUDGES):
        joined(ada.community, f"Judge {number}")
    Member.objects.update(joined_at=now() - timedelta(days=60))
    over, going_on = (tried(ada, one, mo, square) for one in (ben, joined(ada.community, "Dora")))
    voted(over, *["notice"] * 5)
    hidden = acts.say(ben, square, "Buy my boat!")
    messages.hide(Moderator(member=mo), messages.seen_by(ada.user, hidden.pk)[0])
    sanctions.impose(Moderator(member=mo), ben, sanctions.Penalty("notice"), rule="1. Be kind.", reason="It was rude.")
    return {"trial": going_on.pk, "juror": seats(fresh(going_on))[0].member, "over": over.pk}


def tried(reporter: Member, accused: Member, mo: Member, square: Room) -> Any:
    Member.objects.filter(pk=accused.pk).update(joined_at=now())  # who is new is not drawn
    said = acts.say(accused, square, "You are all fools.")
    cases.report(reporter.user, f"message:{said.pk}", "rude")
    return trials.hand_over(Moderator(member=mo), Case.objects.latest("pk"), "ban", reason="It is the third time.")


def joining(ada: Member) -> dict[str, Any]:
    eve, nora = joined(ada.community, "Eve"), communities.join(person("Nora"), ada.community)
    entrances.edit(ada, {"questions": [{"words": "Why?", "choices": []}], "interests": ["Tea", "Herons"]})
    Community.objects.update(door=Community.Door.APPLICATION)
    ada.community.refresh_from_db()
    applications.apply(person("Cleo"), ada.community, [Answer("Why?", "I like herons.")])
    codes.make(ada, count=3)
    fields.create(ada, "Occupation", "text", [], "hosts")
    Member.objects.filter(pk=eve.pk).update(last_seen_on=clock.today("UTC") - timedelta(days=100))
    visits.reckon(Member.objects.get(pk=eve.pk))
    return {"newcomer": nora}


def pictured(ben: Member, square: Room) -> dict[str, Any]:
    files = [upload(Api(ben), picture(), "image", f"{name}.png")["id"] for name in ("boat", "bread")]
    return {"pictures": messages.post(ben, square, "", client_id=uuid4(), files=files).id}


def crowded(ada: Member) -> dict[str, Any]:
    """A community beside it with more people than anybody knows, who talk in two rings; three of them most of all."""
    owner = communities.found(ada.user, slug="sea", name="Sea", purpose="To sail.", hue=30)
    harbour = rooms.create(owner, "open", "Harbour")
    crowd = [owner, *crowds.people(owner.community, splits.PAST)]
    crowds.say(harbour, crowd, now(), len(crowd))
    rings = [crowd[first : first + splits.SMALLEST + 1] for first in (0, 20)]
    for ring in rings:
        for one, other in pairwise([*ring, ring[0]]):
            crowds.exchange(harbour, one, other, circles.LEAST)
    for one, other in combinations(crowd[: circles.LEAST], 2):
        crowds.exchange(harbour, one, other, circles.MOST)
    crowds.measured(harbour, now())
    return {"crowd": harbour.pk}
