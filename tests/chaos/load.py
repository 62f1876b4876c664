"""People at work while everything fails: mutations with idempotency keys, sent again under the same key when an answer
is lost, until there is one."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import cycle
from random import Random
from typing import Any, Literal

import httpx
from chaos.bureau import PASSWORD
from chaos.errands import Errand

#: Requests under way at once.
_HANDS = 12

_TIMEOUT_SECONDS = 10.0

#: One try in so many is given up before an answer can be there for certain: was it carried out? Its person does not
#: know, and asks the other API while the first may still be at it.
_IMPATIENT_ONE_IN = 3
_IMPATIENT_SECONDS = (0.02, 0.4)

#: An answer that says that it was not carried out, but may be if it is asked for again.
_AGAIN = frozenset({"CONFLICT"})

_SIGN_IN = "mutation($input: SignInInput!) { signIn(input: $input) { token errors { code } } }"


@dataclass
class Sent:
    """One errand, and what its person was told in the end; `unknown` is who never got an answer."""

    errand: Errand
    outcome: Literal["done", "refused", "unknown"] = "unknown"
    codes: Sequence[str] = ()
    tries: int = 0


@dataclass
class Load:
    """Everybody's errands, sent to any of the APIs at `addresses`."""

    addresses: Sequence[str]
    errands: Sequence[Errand]
    seed: int
    sent: list[Sent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)
        self._tokens: dict[str, str] = {}
        self._signing_in: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._turns = cycle(self.addresses)
        self._hands = asyncio.Semaphore(_HANDS)

    async def run(self, patience: float) -> list[Sent]:
        """Send everything at its moment; each is asked for again for `patience` seconds at most."""
        begun = asyncio.get_running_loop().time()
        limits = httpx.Limits(max_connections=2 * _HANDS)
        async with httpx.AsyncClient(limits=limits) as http:
            self.sent = [Sent(one) for one in self.errands]
            await asyncio.gather(*(self._go(http, one, begun, patience) for one in self.sent))
        return self.sent

    async def _go(self, http: httpx.AsyncClient, one: Sent, begun: float, patience: float) -> None:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(begun + one.errand.at - loop.time())
        async with self._hands:
            give_up = loop.time() + patience
            while one.outcome == "unknown" and loop.time() < give_up:
                await self._try(http, one)
                if one.outcome == "unknown":
                    await asyncio.sleep(self._random.uniform(0.05, 0.3))

    async def _try(self, http: httpx.AsyncClient, one: Sent) -> None:
        token = await self._token(http, one.errand.login)
        if token is None:
            return
        name = one.errand.mutation
        query = (
            f"mutation($input: {name[0].upper()}{name[1:]}Input!) {{ {name}(input: $input) {{ errors {{ code }} }} }}"
        )
        given = {**one.errand.given, "idempotencyKey": one.errand.key}
        impatient = self._random.randrange(_IMPATIENT_ONE_IN) == 0
        within = self._random.uniform(*_IMPATIENT_SECONDS) if impatient else _TIMEOUT_SECONDS
        one.tries += 1
        payload = await self._ask(http, query, given, token, within)
        if payload is None:
            return
        one.codes = [error["code"] for error in payload["errors"]]
        if not _AGAIN.intersection(one.codes):
            one.outcome = "refused" if one.codes else "done"

    async def _token(self, http: httpx.AsyncClient, login: str) -> str | None:
        async with self._signing_in[login]:
            if login not in self._tokens:
                payload = await self._ask(http, _SIGN_IN, {"login": login, "password": PASSWORD})
                if payload is None or payload["token"] is None:
                    return None
                self._tokens[login] = payload["token"]
            return self._tokens[login]

    async def _ask(
        self,
        http: httpx.AsyncClient,
        query: str,
        given: dict[str, Any],
        token: str | None = None,
        within: float = _TIMEOUT_SECONDS,
    ) -> dict[str, Any] | None:
        """The payload of the one mutation in `query`; None where there was no answer, or none that says anything."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        body = {"query": query, "variables": {"input": given}}
        try:
            address = next(self._turns)
            response = await http.post(f"{address}/graphql", json=body, headers=headers, timeout=within)
        except httpx.TransportError:
            return None
        if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            return None
        answer = response.json()
        assert not answer.get("errors"), answer  # a database that is away is 503; all else is a mistake of ours
        payload: dict[str, Any] = next(iter(answer["data"].values()))
        return payload
