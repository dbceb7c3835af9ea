from board import threads
from board.kinds import answers, comparing, converting, ideas, notes, revisions, shapes
from community.http import Endpoint, whole_number
from community.shapes import page


class ThreadKindView(Endpoint):
    def put(self, request, pk):
        wanted = shapes.ConvertThread.parse(request.data)
        thread, me = threads.seen_by(request.user, pk)
        return converting.convert(me, thread, wanted.kind, was=wanted.was, status=wanted.status)


class AnswerView(Endpoint):
    def put(self, request, pk):
        wanted = shapes.AcceptAnswer.parse(request.data)
        thread, me = threads.seen_by(request.user, pk)
        return answers.accept(me, thread, wanted.post, instead=wanted.instead)

    def delete(self, request, pk):
        wanted = shapes.TakeAnswerBack.parse(request.data)
        thread, me = threads.seen_by(request.user, pk)
        return answers.take_back(me, thread, wanted.post)


class IdeaStatusView(Endpoint):
    def put(self, request, pk):
        wanted = shapes.DecideIdea.parse(request.data)
        thread, me = threads.seen_by(request.user, pk)
        return ideas.decide(me, thread, wanted.status, wanted.reason, was=wanted.was)


class NoteView(Endpoint):
    def put(self, request, pk):
        wanted = shapes.WriteNote.parse(request.data)
        thread, me = threads.seen_by(request.user, pk)
        return notes.write(me, thread, wanted.body, revision=wanted.revision)


class RevisionsView(Endpoint):
    def get(self, request, pk):
        thread, _ = threads.seen_by(request.user, pk)
        rows, after = revisions.page(thread, whole_number(request, "after", most=2**31 - 1))
        return page([shapes.RevisionShape.of(row) for row in rows], after)


class RevisionView(Endpoint):
    def get(self, request, pk, number):
        thread, _ = threads.seen_by(request.user, pk)
        return shapes.WholeRevision.of(revisions.one(thread, number))


class RevisionChangesView(Endpoint):
    def get(self, request, pk, since, number):
        thread, _ = threads.seen_by(request.user, pk)
        old, new = revisions.one(thread, since), revisions.one(thread, number)
        return shapes.RevisionChanges.of(old, new, comparing.compared(old.body, new.body))
