from django.conf import settings
from django.http import HttpResponse

from community.errors import InvalidInput, Refusal, Unauthenticated
from community.files import carriers, keys, metadata, serving, uploads
from community.files.shapes import FileShape
from community.http import Endpoint, PublicEndpoint
from community.http_rules import PerMinute
from community.members.communities import member_of
from community.members.models import User

TUS = "1.0.0"
PART = "application/offset+octet-stream"


class WrongVersion(Refusal):
    status = 412

    def __init__(self) -> None:
        super().__init__("files.version", "This version of tus is not spoken here.", versions=[TUS])


class TusEndpoint(Endpoint):
    """Speaks tus 1.0: the core, creation and termination."""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if request.headers.get("Tus-Resumable", TUS) != TUS:
            raise WrongVersion

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Tus-Resumable"] = TUS
        response["Cache-Control"] = "no-store"
        return response


class UploadsView(TusEndpoint):
    def options(self, request, slug):
        """What a tus client asks before it begins."""
        largest = max(settings.OXBOW["FILE_SIZES"].values())
        told = {"Tus-Version": TUS, "Tus-Extension": "creation,termination", "Tus-Max-Size": str(largest)}
        return HttpResponse(status=204, headers=told)

    def post(self, request, slug):
        told = metadata.read(request.headers.get("Upload-Metadata", ""))
        file = uploads.begin(member_of(request.user, slug), _number(request, "Upload-Length"), told)
        return HttpResponse(status=201, headers={"Location": f"{request.path}{file.pk}/", "Upload-Offset": "0"})


class UploadView(TusEndpoint):
    def get(self, request, slug, upload):
        """The file, once all of it has arrived."""
        file = uploads.finished(self._file(request, slug, upload))
        if file.finished_at is None:
            raise InvalidInput("files.unfinished", "Parts of this file are missing.", offset=file.received)
        return FileShape.of(file)

    def head(self, request, slug, upload):
        file = self._file(request, slug, upload)
        return HttpResponse(headers={"Upload-Offset": str(file.received), "Upload-Length": str(file.length)})

    def patch(self, request, slug, upload):
        file = self._file(request, slug, upload)
        if request.content_type != PART:
            raise InvalidInput("input.invalid", "A part of a file was expected.", fields={"Content-Type": PART})
        if int(request.META.get("CONTENT_LENGTH") or 0) > uploads.CHUNK:
            raise uploads.ChunkTooLarge(uploads.CHUNK)
        file = uploads.append(file, _number(request, "Upload-Offset"), request._request)
        return HttpResponse(status=204, headers={"Upload-Offset": str(file.received)})

    def delete(self, request, slug, upload):
        uploads.drop(self._file(request, slug, upload))
        return HttpResponse(status=204)

    @staticmethod
    def _file(request, slug, upload):
        return uploads.seen_by(request.user, member_of(request.user, slug), upload)


class OfFiles(PerMinute):
    """Pictures are many to a page."""

    name = "files"
    limits = ("FILE_REQUESTS", "ANONYMOUS_REQUESTS")


class FileView(PublicEndpoint):
    """For whom a session stands, or the key in the address."""

    throttle_classes = (OfFiles,)

    def get(self, request, pk):
        return serving.whole(request._request, carriers.seen_by(_reader(request), pk))


class SmallerView(PublicEndpoint):
    throttle_classes = (OfFiles,)

    def get(self, request, pk, width):
        return serving.smaller(request._request, carriers.seen_by(_reader(request), pk), width)


def _reader(request) -> User:
    user = request.user if request.user.is_authenticated else keys.holder(request.query_params.get("key", ""))
    if user is None:
        raise Unauthenticated
    return user


def _number(request, header: str) -> int:
    value = request.headers.get(header, "")
    if not value.isascii() or not value.isdigit() or len(value) > 15:
        raise InvalidInput("input.invalid", f"{header} must be a number.", fields={header: "int_parsing"})
    return int(value)
