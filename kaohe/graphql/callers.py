"""Who is calling: the bearer token of a request, and the person behind it."""

from starlette.requests import HTTPConnection

from kaohe.config import Settings
from kaohe.graphql.context import Context
from kaohe.graphql.service import Service


async def context_of(request: HTTPConnection, service: Service) -> Context:
    """The context of a request; a token that is unknown or has expired is as good as none."""
    context = Context(service, service.clock.now(), lambda: _origin(request, service.settings), token=_token(request))
    if context.token is not None:
        context.caller = await service.callers(context.token)
    if context.caller is not None:
        request.state.account_id = context.caller.account_id  # for the request's line in the log
    return context


def _origin(request: HTTPConnection, settings: Settings) -> str:
    """Where people reach the service: as it is set, else as this request did."""
    return (settings.public_url or str(request.base_url)).rstrip("/")


def _token(request: HTTPConnection) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None
