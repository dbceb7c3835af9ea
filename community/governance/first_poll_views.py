from community import access
from community.governance import first_polls
from community.governance.shapes import AskFirst, FirstPollShape
from community.http import Endpoint
from community.joining import opening
from community.members.communities import member_of
from community.members.models import Member


class FirstPollView(Endpoint):
    def get(self, request, slug):
        return _poll(member_of(request.user, slug))

    def put(self, request, slug):
        wanted = AskFirst.parse(request.data)
        me = member_of(request.user, slug)
        first_polls.ask(me, wanted.question, wanted.answers, wanted.days)
        return _poll(me)

    def delete(self, request, slug):
        me = member_of(request.user, slug)
        first_polls.drop(me)
        return _poll(me)


def _poll(me: Member) -> FirstPollShape:
    is_host = access.can(me, "opening.ask")
    return FirstPollShape.of(first_polls.of(me.community_id), is_host=is_host, is_over=opening.is_over(me.community))
