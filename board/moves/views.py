from board import categories, threads
from board.moves import asking, shapes
from board.promotion_shapes import Answer
from community.http import Endpoint


class ThreadMoveView(Endpoint):
    def get(self, request, pk):
        thread, me = threads.seen_by(request.user, pk)
        return shapes.WaitingMove(move=asking.waiting(me, thread))

    def post(self, request, pk):
        wanted = shapes.AskToMove.parse(request.data)
        thread, me = threads.seen_by(request.user, pk)
        return asking.ask(me, thread, categories.seen(me, wanted.category))


class MoveView(Endpoint):
    def get(self, request, pk):
        return shapes.MoveShape.of(asking.seen_by(request.user, pk)[0])

    def delete(self, request, pk):
        move, me = asking.seen_by(request.user, pk)
        return asking.give_up(me, move)


class MoveConsentView(Endpoint):
    def post(self, request, pk):
        wanted = Answer.parse(request.data)
        move, me = asking.seen_by(request.user, pk)
        return asking.answer(me, move, wanted.agree)
