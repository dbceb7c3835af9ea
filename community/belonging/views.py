from django.http import HttpResponse

from community import access
from community.activity import measures
from community.belonging import announcements, departures, export, fields, hearers, interests, segments, shapes
from community.belonging.models import Field
from community.http import Endpoint, whole_number
from community.members import people
from community.members.communities import member_of
from community.shapes import page


class VocabularyView(Endpoint):
    def get(self, request, slug):
        me = member_of(request.user, slug)
        access.require_to_read(me, "people.see")
        known = Field.objects.filter(community=me.community_id).order_by("pk")
        return shapes.Vocabulary(
            measures=measures.names(),
            interests=interests.names(me.community_id),
            fields=[shapes.FieldShape.of(row) for row in known],
        )


class SegmentsView(Endpoint):
    def get(self, request, slug):
        return page([shapes.SegmentShape.of(row) for row in segments.of(member_of(request.user, slug))], None)

    def post(self, request, slug):
        wanted = shapes.NewSegment.parse(request.data)
        return shapes.SegmentShape.of(segments.save(member_of(request.user, slug), wanted.name, wanted.filter))


class SegmentView(Endpoint):
    def delete(self, request, slug, pk):
        segments.remove(member_of(request.user, slug), pk)


class PeopleView(Endpoint):
    """Who fits a filter: asked with POST, because filters do not fit into addresses."""

    def post(self, request, slug):
        wanted = shapes.LookFor.parse(request.data)
        me = member_of(request.user, slug)
        rows = segments.found(me, wanted.filter, wanted.after)
        shown = rows[: segments.PAGE]
        return shapes.FoundMembers(
            results=[shapes.FoundMember.of(row) for row in shown],
            next=shown[-1].pk if len(rows) > segments.PAGE else None,
            people=None if wanted.after else segments.count(me, wanted.filter),
        )


class PeopleTableView(Endpoint):
    def post(self, request, slug):
        wanted = shapes.LookFor.parse(request.data)
        rows = export.table(member_of(request.user, slug), wanted.filter)
        name = f"{slug}-people.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return HttpResponse(b"".join(rows), content_type="text/csv; charset=utf-8", headers=headers)


class FieldsView(Endpoint):
    def post(self, request, slug):
        wanted = shapes.NewField.parse(request.data)
        made = fields.create(member_of(request.user, slug), **wanted.model_dump())
        return shapes.FieldShape.of(made)


class FieldView(Endpoint):
    def delete(self, request, slug, pk):
        fields.remove(member_of(request.user, slug), pk)


class AnswersView(Endpoint):
    def get(self, request, pk):
        member, me = people.seen_by(request.user, pk)
        return page([shapes.FieldAnswer.of(field, text) for field, text in fields.of(me, member)], None)


class MyAnswerView(Endpoint):
    def put(self, request, slug, pk):
        wanted = shapes.SayInField.parse(request.data)
        fields.answer(member_of(request.user, slug), pk, wanted.text)


class AnnouncementsView(Endpoint):
    def get(self, request, slug):
        rows = announcements.of(member_of(request.user, slug))
        return page([shapes.AnnouncementShape.of(row) for row in rows], None)

    def post(self, request, slug):
        wanted = shapes.NewAnnouncement.parse(request.data)
        me = member_of(request.user, slug)
        made = announcements.announce(
            me, wanted.words, wanted.filter, client_id=wanted.client_id, place=wanted.place or ""
        )
        return shapes.AnnouncementShape.of(made)


class AnnouncementPreviewView(Endpoint):
    def post(self, request, slug):
        wanted = shapes.PreviewAnnouncement.parse(request.data)
        return shapes.Hearers.of(hearers.preview(member_of(request.user, slug), wanted.filter))


class EarplugView(Endpoint):
    def get(self, request, slug):
        return shapes.Hearing(muted=announcements.is_muted(member_of(request.user, slug)))

    def put(self, request, slug):
        announcements.mute(member_of(request.user, slug))

    def delete(self, request, slug):
        announcements.unmute(member_of(request.user, slug))


class SilentView(Endpoint):
    def get(self, request, slug):
        rows = departures.silent(member_of(request.user, slug), whole_number(request, "after") or 0)
        shown = rows[: departures.PAGE]
        leaving = departures.open_for(row.member_id for row in shown)
        more = str(shown[-1].member_id) if len(rows) > departures.PAGE else None
        return page([shapes.SilentMember.told(row, leaving.get(row.member_id)) for row in shown], more)


class DeparturesView(Endpoint):
    def post(self, request, slug):
        wanted = shapes.LetGo.parse(request.data)
        return shapes.Announced(people=len(departures.announce(member_of(request.user, slug), wanted.members)))


class DepartureView(Endpoint):
    def delete(self, request, slug, pk):
        departures.call_off(member_of(request.user, slug), pk)
