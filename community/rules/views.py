from community.clock import now
from community.errors import InvalidInput, NotFound
from community.http import Endpoint, whole_number
from community.members.communities import member_of
from community.members.models import Member
from community.moderation import chain
from community.moderation.audit import Moderator
from community.rules import accepting, changing, editions, publicity, record, shapes
from community.rules.models import RulesVersion
from community.shapes import page


def _rules(me: Member) -> shapes.RulesShape:
    version, accepted = editions.newest(me.community), accepting.accepted(me)
    text = version.text if version else ""
    known = accepted.text if accepted else text
    return shapes.RulesShape(
        version=shapes.VersionShape.of(version) if version else None, text=text,
        accepted=accepted.number if accepted else None, due=me.rules_due,
        articles=[shapes.ArticleShape.of(row) for row in editions.compared(known, text)],
    )  # fmt: skip


class RulesView(Endpoint):
    def get(self, request, slug):
        return _rules(member_of(request.user, slug))

    def post(self, request, slug):
        me = member_of(request.user, slug)
        wanted = shapes.ChangeRules.parse(request.data)
        changing.change(
            Moderator(member=me), me.community, wanted.text, why=wanted.why.strip(), asks=wanted.asks, base=wanted.base
        )
        return _rules(member_of(request.user, slug))


class AcceptRulesView(Endpoint):
    def post(self, request, slug):
        me = member_of(request.user, slug)
        accepting.accept(me, shapes.AcceptRules.parse(request.data).number)
        return _rules(me)


class VersionsView(Endpoint):
    PAGE = 30

    def get(self, request, slug):
        me = member_of(request.user, slug)
        editions.newest(me.community)
        rows = RulesVersion.objects.filter(community=me.community_id).select_related("by").order_by("-number")
        if after := whole_number(request, "after"):
            rows = rows.filter(number__lt=after)
        found = list(rows[: self.PAGE + 1])
        more = str(found[self.PAGE - 1].number) if len(found) > self.PAGE else None
        return page([shapes.VersionShape.of(row) for row in found[: self.PAGE]], more)


class VersionView(Endpoint):
    def get(self, request, slug, number):
        me = member_of(request.user, slug)
        rows = RulesVersion.objects.select_related("by")
        version = rows.filter(community=me.community_id, number=number).first()
        if version is None:
            raise NotFound("version")
        earlier = editions.before(version)
        found = editions.compared(earlier.text if earlier else "", version.text)
        told = shapes.VersionShape.of(version).model_dump()
        articles = [shapes.ArticleShape.of(row) for row in found]
        return shapes.VersionPage(**told, text=version.text, articles=articles)


class PublicityView(Endpoint):
    def get(self, request, slug):
        return shapes.PublicityShape.of(publicity.of(member_of(request.user, slug).community_id))

    def patch(self, request, slug):
        me = member_of(request.user, slug)
        wanted = shapes.EditPublicity.parse(request.data).model_dump(exclude_none=True)
        return shapes.PublicityShape.of(publicity.choose(Moderator(member=me), me.community, wanted))


class RecordView(Endpoint):
    PAGE = 30

    def get(self, request, slug):
        me = member_of(request.user, slug)
        kind = request.query_params.get("kind", "")
        if kind and kind not in record.KINDS:
            raise InvalidInput("input.invalid", "There is no such kind.", fields={"kind": "unknown"})
        mine, after = whole_number(request, "mine") == 1, whole_number(request, "after")
        found = record.read(me, kind=kind, mine=mine, after=after, most=self.PAGE + 1)
        more = str(found[self.PAGE - 1].pk) if len(found) > self.PAGE else None
        return page([shapes.DeedShape.of(deed) for deed in record.told(me, found[: self.PAGE])], more)


class SealView(Endpoint):
    def get(self, request, slug):
        me = member_of(request.user, slug)
        day = now().replace(hour=0, minute=0, second=0, microsecond=0)
        head = chain.head(me.community_id, day)
        return shapes.RecordSealShape(community=me.community.slug, entries=head.entries, head=head.seal)
