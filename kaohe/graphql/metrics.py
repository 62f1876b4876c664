"""GET /metrics: what this process has counted, and what waits in the database, for Prometheus."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict

import structlog
from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response

from kaohe.clock import Clock
from kaohe.graphql.within import within
from kaohe.metrics import REGISTRY
from kaohe.schema.session import Database
from kaohe.workflow.backlog import Backlog, backlog

_log = structlog.get_logger(__name__)

_DATABASE_SECONDS = 5.0

#: A gauge for each number of the backlog, `kaohe_` before its name.
_HELP = {
    "deadlines_due": "Deadlines that are due and not carried out, of cycles that are not suspended.",
    "deadlines_failing": "Of those, how many have failed at least once.",
    "deadlines_oldest_seconds": "Age of the one that was due first; 0 where none is.",
    "tasks_overdue": "Open tasks past their term.",
    "outbox_depth": "Rows of the outbox that wait to be relayed.",
    "outbox_oldest_seconds": "Age of the first of them; 0 where none waits.",
    "outbox_failed": "Rows of the outbox that failed for good.",
    "deliveries_waiting": "Mails and webhooks that wait to be delivered.",
    "deliveries_failed": "Mails and webhooks that failed for good.",
    "messages_failed_kept": "Messages of workers that failed for good and were not replayed.",
}


class _Scrape(Collector):
    """The process's own metrics, followed by those that were read for this scrape."""

    def __init__(self, gauges: Iterable[Metric]) -> None:
        self._gauges = gauges

    def collect(self) -> Iterator[Metric]:
        yield from REGISTRY.collect()
        yield from self._gauges


class Metrics:
    """The page. Without a database it still shows the counters, and `kaohe_database_up` 0."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def page(self, request: Request) -> Response:
        """Prometheus's text format, or OpenMetrics where that is asked for. Always 200."""
        try:
            found = await within(_DATABASE_SECONDS, self._read())
        except Exception as failure:  # whatever it is, the counters can be shown
            _log.warning("database_away", error=type(failure).__name__)
            found = None
        encode, content_type = choose_encoder(request.headers.get("accept", ""))
        return Response(encode(_Scrape(_gauges(found))), headers={"Content-Type": content_type})

    async def _read(self) -> Backlog:
        async with self._database.reading() as session:
            return await backlog(session, self._clock.now())


def _gauges(found: Backlog | None) -> Iterator[Metric]:
    yield GaugeMetricFamily("kaohe_database_up", "Whether the database answered this scrape.", float(found is not None))
    if found is not None:
        for name, value in asdict(found).items():
            yield GaugeMetricFamily(f"kaohe_{name}", _HELP[name], value)
