"""GET and POST /cards/{token}: evaluation cards (评议卡片) for service users, who have no account (S0-20).

A page tells its holder nothing that the printed card does not; of him no cookie, address or moment is kept. The token is
the card: it stands in no log (`requests.told_path`), and a forged one is told before the database is asked.
"""

from collections.abc import Awaitable, Callable, Mapping
from functools import cached_property
from http import HTTPStatus
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from kaohe.clock import Clock
from kaohe.config import Settings
from kaohe.graphql.addresses import digest_of_address
from kaohe.graphql.bodies import read_body
from kaohe.graphql.card_pages import broken_page, closed_page, form_page, thanks_page, too_many_page, unknown_page
from kaohe.graphql.failures import Fault, Rejected, fault_of
from kaohe.graphql.rates import Rate, Rates
from kaohe.graphql.requests import told_path
from kaohe.schema.session import Database
from kaohe.workflow.cards import card_key, find_card, use_card
from kaohe.workflow.domain.cards import CardState, is_ours

#: A minute and an address, which a whole service hall may share.
LOOKS = Rate("card-look", 30)
SENDS = Rate("card-send", 30)
FORGERIES = Rate("card-forged", 10)

#: Of a form with its longest remark, percent-encoded, there is little more.
_MOST_BYTES = 32 * 1024
_MOST_FIELDS = 100

_ITEM = "item."

_STATUS = {Fault.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE, Fault.INTERNAL: HTTPStatus.INTERNAL_SERVER_ERROR}


class Cards:
    """The public pages. `rates` are closed with the application."""

    def __init__(self, settings: Settings, database: Database, clock: Clock) -> None:
        self._settings, self._database, self._clock = settings, database, clock
        self.rates = Rates(settings.redis_url)

    @cached_property
    def _key(self) -> bytes:
        return card_key(self._settings)

    async def show(self, request: Request) -> Response:
        """The form of a card; 404 for a link that is none of ours, 410 for a card that can't be used any more."""
        return await self._guarded(request, LOOKS, self._show)

    async def send(self, request: Request) -> Response:
        """Keep what was ticked. The form again, with 400, where something is missing."""
        return await self._guarded(request, SENDS, self._send)

    async def _guarded(
        self, request: Request, rate: Rate, answer: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        ours = is_ours(self._key, request.path_params["token"])
        who = digest_of_address(request, self._key)
        wait = await self.rates.seconds_to_wait(rate if ours else FORGERIES, who, self._clock.now())
        if wait:
            return too_many_page(wait)
        if not ours:
            return unknown_page()
        try:
            return await answer(request)
        except ClientDisconnect:
            raise
        except Exception as error:  # logged as everywhere; a visitor gets a page, not JSON
            code, _ = fault_of(error, path=told_path(request.url.path))
            return broken_page(_STATUS[code])

    async def _show(self, request: Request) -> Response:
        async with self._database.reading() as session:
            card = await find_card(session, request.path_params["token"], self._clock.now())
        if card is None:
            return unknown_page()
        return form_page(card) if card.state is CardState.OPEN else closed_page(card)

    async def _send(self, request: Request) -> Response:
        levels, remark = _filled_in(await _body(request))
        async with self._database.transaction() as session:
            used = await use_card(session, request.path_params["token"], self._clock.now(), levels, remark)
        if used is None:
            return unknown_page()
        if used.problems:
            return form_page(used.card, levels, remark, used.problems)
        return thanks_page(used.card) if used.kept else closed_page(used.card)


async def _body(request: Request) -> bytes:
    """The form's bytes; one that is too long for a form of ours counts as empty."""
    try:
        return await read_body(request, _MOST_BYTES)
    except Rejected:
        return b""


def _filled_in(body: bytes) -> tuple[Mapping[str, str], str]:
    """Item → level, and the remark; what can't be read counts as nothing."""
    try:
        fields = dict(parse_qsl(body.decode("ascii", "replace"), max_num_fields=_MOST_FIELDS, errors="replace"))
    except ValueError:
        fields = {}
    levels = {name.removeprefix(_ITEM): value for name, value in fields.items() if name.startswith(_ITEM)}
    return levels, fields.get("remark", "")
