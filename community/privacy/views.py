from community.files import serving
from community.http import Endpoint
from community.members import attempts
from community.privacy import erasures, exports, making
from community.privacy.shapes import AskErasure, ErasureShape, ExportShape, MyData


class MyDataView(Endpoint):
    def get(self, request):
        erasure = erasures.of(request.user)
        return MyData(
            exports=[ExportShape.of(one) for one in exports.of(request.user)],
            erasure=ErasureShape.of(erasure) if erasure else None,
        )


class ExportsView(Endpoint):
    def post(self, request):
        return ExportShape.of(exports.ask(request.user))


class ExportFileView(Endpoint):
    def get(self, request, pk):
        export = exports.fetched(request.user, pk)
        return serving.saved(request, making.place(export.key), f"oxbow-{export.day}.zip", "application/zip")


class ErasureView(Endpoint):
    def put(self, request):
        wanted = AskErasure.parse(request.data)
        with attempts.counted(request, request.user):
            return ErasureShape.of(erasures.ask(request.user, wanted.password, wanted.words))

    def delete(self, request):
        erasures.take_back(request.user)
