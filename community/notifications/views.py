from community.http import Endpoint, whole_number
from community.members.communities import member_of
from community.notifications import notices
from community.notifications.shapes import NoticeShape, ReadNotices, UnreadNotices
from community.shapes import page


class NoticesView(Endpoint):
    PAGE = 30

    def get(self, request, slug):
        me = member_of(request.user, slug)
        rows = me.notices.select_related("actor").order_by("-pk")
        if after := whole_number(request, "after"):
            rows = rows.filter(pk__lt=after)
        found = list(rows[: self.PAGE + 1])
        more = str(found[self.PAGE - 1].pk) if len(found) > self.PAGE else None
        return page([NoticeShape.of(row) for row in found[: self.PAGE]], more) | {"unread": notices.unread(me)}


class ReadNoticesView(Endpoint):
    def post(self, request, slug):
        wanted = ReadNotices.parse(request.data)
        me = member_of(request.user, slug)
        notices.read(me, None if wanted.all else wanted.ids)
        return UnreadNotices(unread=notices.unread(me))
