"""The counters and histograms of this process. Every label has few values: none is chosen by a client."""

from datetime import datetime
from functools import lru_cache

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each, which nobody asks for

#: Ours alone, so that a test or a library that registers its own metrics does not show here.
REGISTRY = CollectorRegistry()

ProcessCollector(registry=REGISTRY)

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400

_LAG = Histogram(
    "kaohe_deadline_lag_seconds",
    "From the moment a deadline was due to the moment it was carried out.",
    ["kind"],
    buckets=(1, 2, 5, 10, 30, _MINUTE, 5 * _MINUTE, 15 * _MINUTE, _HOUR, 6 * _HOUR, _DAY, 7 * _DAY),
    registry=REGISTRY,
)
_FIRED = Counter("kaohe_deadlines_fired", "Deadlines carried out.", ["kind"], registry=REGISTRY)
_MOVED = Counter("kaohe_transitions", "Changes of a state.", ["subject", "trigger"], registry=REGISTRY)
_RELAYED = Counter("kaohe_outbox_relayed", "Rows of the outbox whose effects have left.", registry=REGISTRY)
_DELIVERED = Counter(
    "kaohe_deliveries", "Attempts to deliver by mail or webhook.", ["channel", "result"], registry=REGISTRY
)
_MESSAGES_FAILED = Counter(
    "kaohe_messages_failed", "Messages of workers that failed for good.", ["queue"], registry=REGISTRY
)
_SWEEPS_FAILED = Counter("kaohe_sweep_failures", "Sweeps that ended in an error.", registry=REGISTRY)
_PRUNED = Counter("kaohe_rows_pruned", "Rows past their term that were deleted.", ["table"], registry=REGISTRY)
_GRAPHQL = Histogram(
    "kaohe_graphql_seconds",
    "From reading a GraphQL request to its answer.",
    ["operation"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)
_REFUSALS = Counter(
    "kaohe_graphql_refusals", "Refusals and errors that were answered.", ["operation", "code"], registry=REGISTRY
)


def deadline_fired(kind: str, due_at: datetime, fired_at: datetime) -> None:
    """A deadline of `kind` (remind, expire, escalate) was carried out; both moments aware."""
    _FIRED.labels(kind).inc()
    _LAG.labels(kind).observe(max((fired_at - due_at).total_seconds(), 0.0))


def moved(subject: str, trigger: str, count: int = 1) -> None:
    """`count` subjects (assessment, cycle, …) went through `trigger`."""
    _MOVED.labels(subject, trigger).inc(count)


def relayed(count: int) -> None:
    """`count` rows of the outbox were marked done."""
    _RELAYED.inc(count)


def delivered(channel: str, result: str) -> None:
    """A delivery over `channel` was tried; `result` is one of a few words (delivered, retried, failed)."""
    _DELIVERED.labels(channel, result).inc()


def message_failed(queue: str) -> None:
    """A message of `queue` failed for good and was kept."""
    _MESSAGES_FAILED.labels(queue).inc()


def sweep_failed() -> None:
    """A sweep ended in an error; the next one looks at everything again."""
    _SWEEPS_FAILED.inc()


def pruned(table: str, count: int) -> None:
    """`count` rows of `table` were past their term and are gone."""
    _PRUNED.labels(table).inc(count)


def graphql_answered(operation: str, seconds: float) -> None:
    """A request was answered. `operation` is the kind and the first root field: `mutation submitSummary`."""
    _of_operation(operation).observe(seconds)


@lru_cache(maxsize=1_000)
def _of_operation(operation: str) -> Histogram:
    return _GRAPHQL.labels(operation)


def graphql_refused(operation: str, code: str) -> None:
    """An answer held a refusal, or an error, with this code."""
    _REFUSALS.labels(operation, code).inc()
