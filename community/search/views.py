from community.http import Endpoint
from community.members.communities import member_of
from community.search import searching
from community.shapes import page


class SearchView(Endpoint):
    def get(self, request, slug):
        asked = request.query_params
        return page(*searching.page(member_of(request.user, slug), asked.get("q", ""), asked.get("after", "")))
