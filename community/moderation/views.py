from community.http import Endpoint
from community.members import people
from community.members.shapes import MemberShape
from community.moderation import silences
from community.moderation.audit import Moderator
from community.moderation.shapes import SilenceMember


class SilenceView(Endpoint):
    def put(self, request, pk):
        wanted = SilenceMember.parse(request.data)
        member, me = people.seen_by(request.user, pk)
        silences.silence(Moderator(member=me), member, wanted.until, wanted.reason)
        return MemberShape.of(people.seen_by(request.user, pk)[0])

    def delete(self, request, pk):
        member, me = people.seen_by(request.user, pk)
        silences.lift(Moderator(member=me), member)
        return MemberShape.of(people.seen_by(request.user, pk)[0])
