"""POST /evidence and GET /evidence/{id}: files travel beside GraphQL, under the same bearer token."""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from http import HTTPStatus
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kaohe.graphql.bodies import read_body
from kaohe.graphql.caching import is_unchanged
from kaohe.graphql.callers import context_of
from kaohe.graphql.context import Context
from kaohe.graphql.failures import Rejected, as_data, refusals_of
from kaohe.graphql.ids import global_id, number_of, wrong_id
from kaohe.graphql.service import Service
from kaohe.workflow.domain.refusals import Code, Refusal, Refused, not_found, refuse
from kaohe.workflow.evidence import read_evidence, store_evidence

#: What a multipart body has around the file.
_AROUND = 64 * 1024

_STATUS = {
    Code.NOT_SIGNED_IN: HTTPStatus.UNAUTHORIZED,
    Code.NOT_FOUND: HTTPStatus.NOT_FOUND,
    Code.FILE_TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Code.CONFLICT: HTTPStatus.CONFLICT,
}


class EvidenceFiles:
    """Uploads and downloads of evidence (佐证材料)."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def upload(self, request: Request) -> Response:
        """Fields: `file`, and `assessmentId` where the case is known already. Answers `{"id": …}`."""
        context = await context_of(request, self._service)
        try:
            evidence_id = await self._store(context, request)
        except Exception as error:
            return _refused(error)
        return JSONResponse({"id": global_id("Evidence", evidence_id)}, HTTPStatus.CREATED)

    async def download(self, request: Request) -> Response:
        """The file as an attachment: never shown inside a page of ours. 304 where the caller, who must still be allowed
        to see it, has it: its bytes never change."""
        context = await context_of(request, self._service)
        try:
            number = number_of(request.path_params["id"], ("Evidence",))
            if number is None:
                raise not_found("evidence")
            file = await context.read(read_evidence, self._service.settings, number)
            kept = {"ETag": f'"{file.sha256}"', "Cache-Control": "private, no-cache", "Vary": "Authorization"}
            if is_unchanged(request.headers, kept["ETag"]):
                return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=kept)
            content = await asyncio.to_thread(lambda: file.content)
        except Exception as error:
            return _refused(error)
        return Response(
            content,
            media_type=file.media_type,
            headers={
                **kept,
                "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.file_name)}",
                "X-Content-Type-Options": "nosniff",
            },
        )

    async def _store(self, context: Context, request: Request) -> int:
        actor = context.actor
        name, content, case = await self._parse(request)
        number = None
        if case:
            number = number_of(case, ("Assessment",))
            if number is None:
                raise Refused([wrong_id("assessmentId", ("Assessment",))])
        async with self._service.database.transaction() as session:
            return await store_evidence(session, actor, context.now, self._service.settings, name, content, number)

    async def _parse(self, request: Request) -> tuple[str, bytes, str]:
        """The file's name, its bytes, and the id of the case, if one is given."""
        limit = self._service.settings.evidence_max_bytes
        try:
            body = await read_body(request, limit + _AROUND)
        except Rejected:
            raise refuse(Code.FILE_TOO_LARGE, "file", limit=limit) from None
        try:
            form = await MultiPartParser(request.headers, _whole(body), max_files=1, max_fields=4).parse()
        except (MultiPartException, KeyError):
            raise refuse(
                Code.BAD_INPUT,
                "file",
                problem="请以 multipart/form-data 上传文件",
                problem_en="send the file as multipart/form-data",
            ) from None
        try:
            file, case = form.get("file"), form.get("assessmentId")
            if not isinstance(file, UploadFile):
                raise refuse(Code.REQUIRED, "file", label="文件", label_en="file")
            return file.filename or "file", await file.read(), case if isinstance(case, str) else ""
        finally:
            await form.close()


async def _whole(body: bytes) -> AsyncGenerator[bytes, None]:
    yield body


def _refused(error: Exception) -> Response:
    refusals: Iterable[Refusal] = refusals_of(error)
    errors = [as_data(one) for one in refusals]
    if not errors:
        raise error
    status = next((_STATUS[one.code] for one in refusals if one.code in _STATUS), HTTPStatus.BAD_REQUEST)
    return JSONResponse({"errors": errors}, status)
