from chat import rooms
from chat.catchup import cards, done, following
from chat.catchup.shapes import DoneWith, FollowingShape
from chat.conversations import listing
from community.http import Endpoint


class CatchUpView(Endpoint):
    def get(self, request, pk):
        room, me = rooms.seen_by(request.user, pk)
        return cards.page(me, room, request.query_params.get("after", ""))


class DoneView(Endpoint):
    def put(self, request, pk):
        wanted = DoneWith.parse(request.data)
        conversation, me = listing.seen_by(request.user, pk)
        return done.mark(me, conversation, wanted.seq, wanted.quiet)

    def delete(self, request, pk):
        conversation, me = listing.seen_by(request.user, pk)
        return done.bring_back(me, conversation)


class FollowView(Endpoint):
    def put(self, request, pk):
        conversation, me = listing.seen_by(request.user, pk)
        following.follow(me, conversation)
        return FollowingShape(followed=True)

    def delete(self, request, pk):
        conversation, me = listing.seen_by(request.user, pk)
        following.unfollow(me, conversation)
        return FollowingShape(followed=False)
