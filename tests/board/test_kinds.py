"""Questions and their answers, ideas and what becomes of them, and making one of the other: nothing is lost."""

import pytest

from board import listing, merging, posts, threads
from board.kinds import answers, converting, ideas
from board.listing import Filter
from board.models import Acceptance, ThreadAct, ThreadSeat
from chat import messages
from community.errors import Conflict, Forbidden, InvalidInput, NotFound
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry
from tests.board.acts import fresh, fresh_post, promote, reply, say, start, together
from tests.board.test_lists import walk
from tests.board.test_queries import cost
from tests.board.test_thread_acts import refused, split


@pytest.fixture
def question(ben):
    """Ben asks; nobody has answered yet."""
    return start(ben, "When are tomatoes sown?", "In which month?", kind="question")


@pytest.fixture
def answer(question, mo):
    return reply(mo, question, "In March")


def accept(member, thread, post, instead=None):
    return answers.accept(member, fresh(thread), post.pk, instead=instead and instead.pk)


def convert(member, thread, kind, **seen):
    thread = fresh(thread)
    return converting.convert(member, thread, kind, **{"was": thread.kind, "status": thread.status or None, **seen})


def test_who_asked_accepts_an_answer_and_everybody_sees_it_above(ben, olga, question, answer, api):
    accept(ben, question, answer)
    shown = api(olga).get(f"threads/{question.pk}/")
    assert (shown["kind"], shown["status"]) == ("question", "solved")
    assert (shown["answer"]["id"], shown["answer"]["seq"], shown["answer"]["excerpt"]) == (answer.pk, 2, "In March")


def test_a_moderator_accepts_for_who_asked_and_the_audit_says_so(mo, question, answer):
    accept(mo, question, answer)
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.object, entry.member) == ("accept", f"thread:{question.pk}", question.author)


def test_nobody_else_accepts_an_answer(olga, question, answer):
    with refused(Forbidden, "forbidden"):
        accept(olga, question, answer)


def test_what_stands_elsewhere_or_nowhere_answers_nothing(ada, ben, mo, question, answer):
    with refused(NotFound, "not_found"):
        accept(ben, question, reply(mo, start(ada), "Elsewhere"))
    with refused(InvalidInput, "answer.opening"):
        accept(ben, question, question.posts.get(seq=1))
    posts.delete(mo, fresh_post(answer.pk))
    with refused(InvalidInput, "message.removed"):
        accept(ben, question, answer)


def test_a_better_answer_takes_the_place_of_the_one_that_was_seen_there(ada, ben, question, answer):
    better = reply(ada, question, "Late in March")
    accept(ben, question, answer)
    with refused(Conflict, "answer.changed") as refusal:
        accept(ben, question, better)
    assert refusal.value.data == {"post": answer.pk}
    assert accept(ben, question, better, instead=answer).answer.id == better.pk
    with refused(Conflict, "answer.changed"):
        answers.take_back(ben, fresh(question), answer.pk)
    assert answers.take_back(ben, fresh(question), better.pk).status == "open"


def test_accepting_twice_is_accepting_once(ben, question, answer):
    first = accept(ben, question, answer)
    assert accept(ben, question, answer).rev == first.rev


def test_an_answer_that_is_taken_away_answers_nothing_until_it_is_back(ben, mo, ada, question, answer):
    accept(ben, question, answer)
    posts.hide(Moderator(member=ada), fresh_post(answer.pk))
    assert (fresh(question).status, listing.one(question, ben).answer) == ("open", None)
    posts.restore(Moderator(member=ada), fresh_post(answer.pk))
    assert fresh(question).status == "solved"


def test_a_promoted_answer_that_is_recalled_answers_nothing(ada, ben, promotion):
    thread = promotion.thread
    convert(ada, thread, "question")
    chosen = thread.posts.get(seq=2)
    accept(ada, thread, chosen)
    messages.delete(ben, fresh_post(chosen.pk).message)
    assert fresh(thread).status == "open"


def test_an_answer_goes_with_its_post_and_comes_back_with_it(ben, mo, question, answer):
    accept(ben, question, answer)
    away = split(mo, question, [answer])
    assert (fresh(question).status, away.status) == ("open", "")
    assert convert(mo, away, "question").answer.id == answer.pk
    merging.merge(mo, fresh(away), fresh(question))
    assert fresh(question).status == "solved"


def test_a_question_that_becomes_a_discussion_and_a_question_again_keeps_its_answer(ben, question, answer, api):
    accept(ben, question, answer)
    shown = convert(ben, question, "discussion")
    assert (shown.kind, shown.status, shown.answer) == ("discussion", None, None)
    shown = convert(ben, question, "question")
    assert (shown.kind, shown.status, shown.answer.id) == ("question", "solved", answer.pk)
    lines = api(ben).get(f"threads/{question.pk}/acts/")["results"]
    assert [(line["kind"], line["before"], line["after"]) for line in lines] == [
        ("converted", "question", "discussion"), ("converted", "discussion", "question"),
    ]  # fmt: skip
    assert api(ben).get(f"threads/{question.pk}/posts/?around=2")["moved"] is None


def test_converting_is_for_its_author_and_moderators_and_only_theirs_is_in_the_audit(ben, mo, olga, question):
    with refused(Forbidden, "forbidden"):
        convert(olga, question, "discussion")
    convert(ben, question, "discussion")
    assert not AuditEntry.objects.exists()
    convert(mo, question, "idea")
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.data) == ("convert", {"from": "discussion", "to": "idea"})


def test_only_hosts_announce(ben, mo, question):
    with refused(Forbidden, "forbidden"):
        start(ben, "Hear me", kind="announcement")
    with refused(Forbidden, "forbidden"):
        convert(ben, question, "announcement")
    assert reply(ben, start(mo, "Hear me", kind="announcement")).pk


def test_an_author_does_not_convert_what_is_locked(ben, mo, question):
    threads.lock(Moderator(member=mo), fresh(question))
    with refused(Forbidden, "thread.locked"):
        convert(ben, question, "discussion")
    assert convert(mo, question, "discussion").locked


def test_who_saw_something_else_is_told_and_converts_nothing(ben, question, answer):
    accept(ben, question, answer)
    with refused(Conflict, "thread.kind") as refusal:
        convert(ben, question, "discussion", status="open")
    assert refusal.value.data == {"kind": "question", "status": "solved"}


def test_hosts_say_what_becomes_of_an_idea_and_why(ben, mo, api):
    idea = start(ben, "A greenhouse", kind="idea")
    with refused(Forbidden, "forbidden"):
        ideas.decide(ben, fresh(idea), "done", "", was="open")
    ideas.decide(mo, fresh(idea), "planned", " As soon as\nit is warm ", was="open")
    with refused(Conflict, "thread.kind"):
        ideas.decide(mo, fresh(idea), "declined", "No", was="open")
    line = api(ben).get(f"threads/{idea.pk}/acts/")["results"][-1]
    assert (line["kind"], line["before"], line["after"], line["reason"]) == (
        "decided", "open", "planned", "As soon as it is warm",
    )  # fmt: skip
    convert(ben, idea, "discussion")
    assert convert(ben, idea, "idea").status == "planned"


# --- Who hears of it --------------------------------------------------------------------------------------------------


def told(member, kind: str) -> list[dict]:
    return list(member.notices.filter(kind=kind).values_list("data", flat=True))


def test_whose_answer_was_accepted_is_told_where_it_stands(ben, mo, question, answer):
    accept(ben, question, answer)
    accept(ben, question, answer)
    notice = mo.notices.get(kind="answer_accepted")
    assert (notice.actor, notice.place, notice.number) == (ben, f"thread:{question.pk}", answer.seq)
    assert notice.data["title"] == question.title
    assert not told(ben, "answer_accepted")


def test_another_answer_s_author_is_told_instead(ada, ben, mo, question, answer):
    better = reply(ada, question, "In April")
    accept(ben, question, answer)
    accept(ben, question, better, instead=answer)
    assert not told(mo, "answer_accepted")
    assert told(ada, "answer_accepted")
    answers.take_back(ben, fresh(question), better.pk)
    assert not told(ada, "answer_accepted")


def test_whoever_accepts_their_own_answer_or_muted_the_thread_hears_nothing(ben, mo, question, answer):
    own = reply(ben, question, "I found out myself.")
    accept(ben, question, own)
    assert not told(ben, "answer_accepted")
    ThreadSeat.objects.update_or_create(thread=question, member=mo, defaults={"level": "mute"})
    accept(ben, question, answer, instead=own)
    assert not told(mo, "answer_accepted")


def test_what_is_told_of_an_answer_goes_and_moves_with_it(ben, mo, question, answer):
    accept(ben, question, answer)
    new = split(mo, question, [answer])
    notice = mo.notices.get(kind="answer_accepted")
    assert (notice.place, notice.number) == (f"thread:{new.pk}", fresh_post(answer.pk).seq)
    posts.delete(mo, fresh_post(answer.pk))
    assert not told(mo, "answer_accepted")


def test_whose_idea_it_was_hears_what_becomes_of_it_and_why(ada, ben, mo):
    idea = start(ben, "A bench by the water", kind="idea")
    for status, was in (("planned", "open"), ("declined", "planned"), ("open", "declined")):
        ideas.decide(ada, fresh(idea), status, f"Because {status}.", was=was)
        (now_told,) = told(ben, "idea_decided") or [{}]
        assert now_told.get("status", "open") == status
        assert {one.excerpt for one in ben.notices.filter(kind="idea_decided")} <= {f"Because {status}."}
    ideas.decide(ada, fresh(idea), "done", "There it stands.", was="open")
    threads.remove(Moderator(member=mo), fresh(idea))
    assert not told(ben, "idea_decided")


def test_of_a_promoted_idea_whoever_said_it_hears_too(ada, ben, mo, square):
    said = say(ben, square, "A bench by the water would be good.")
    thread = promote(ada, square, [said], title="A bench").thread
    convert(ada, thread, "idea")
    ideas.decide(mo, fresh(thread), "planned", "Next year.", was="open")
    for author in (ada, ben):
        assert told(author, "idea_decided") == [{"thread": thread.pk, "status": "planned", "title": "A bench"}]


def test_lists_by_kind_and_status_and_of_what_is_unsolved(ada, ben, question, answer, api):
    open_one, idea, talk = (start(ada, "A title", kind=kind) for kind in ("question", "idea", "discussion"))
    accept(ben, question, answer)
    assert walk(ada, Filter(kind="question")) == [open_one.pk, question.pk]
    assert walk(ada, Filter("unsolved")) == [open_one.pk]
    assert walk(ada, Filter(kind="idea", status="open")) == [idea.pk]
    assert walk(ada, Filter("unanswered", kind="discussion")) == [talk.pk]
    assert api(ada).refused("GET", "communities/lake/threads/?kind=%00") == "input.invalid"


def test_a_list_costs_one_query_more_however_many_are_solved(ada, ben, mo, api):
    def solved(count):
        for _ in range(count):
            thread = start(ben, "A title", kind="question")
            accept(ben, thread, reply(mo, thread))

    viewer = api(ada)
    solved(1)
    few = cost(lambda: viewer.get("communities/lake/threads/?kind=question"))
    solved(6)
    assert cost(lambda: viewer.get("communities/lake/threads/?kind=question")) == few


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_accepted_at_once_one_is_and_the_other_is_told(ben, mo, ada, question, answer):
    other = reply(ada, question, "In April")
    outcomes = together([lambda: accept(ben, question, answer), lambda: accept(mo, question, other)])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "ThreadShape"]
    won = next(outcome for outcome in outcomes if not isinstance(outcome, Conflict))
    assert Acceptance.objects.get().post_id == won.answer.id


@pytest.mark.django_db(transaction=True)
def test_of_accepting_and_converting_at_once_one_wins_and_the_other_is_told(ben, mo, question, answer):
    for _ in range(4):
        outcomes = together(
            [
                lambda: accept(ben, question, answer),
                lambda: convert(mo, question, "discussion", was="question", status="open"),
            ]
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "ThreadShape"]
        if fresh(question).kind == "discussion":
            convert(mo, question, "question")
        else:
            answers.take_back(ben, fresh(question), answer.pk)
    assert fresh(question).status == "open"


@pytest.mark.django_db(transaction=True)
def test_of_two_conversions_at_once_one_wins(ben, mo, question):
    outcomes = together(
        [
            lambda: convert(ben, question, "discussion", was="question", status="open"),
            lambda: convert(mo, question, "idea", was="question", status="open"),
        ]
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "ThreadShape"]
    assert ThreadAct.objects.count() == 1
