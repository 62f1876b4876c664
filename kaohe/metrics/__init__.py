"""Metrics (监控指标): what this process counts, for Prometheus. docs/operation.md says what each one means."""

from kaohe.metrics.counters import (
    REGISTRY,
    deadline_fired,
    delivered,
    graphql_answered,
    graphql_refused,
    message_failed,
    moved,
    pruned,
    relayed,
    sweep_failed,
)
from kaohe.metrics.heart import heartbeat, is_beating
from kaohe.metrics.worker_server import start_metrics_server

__all__ = [
    "REGISTRY",
    "deadline_fired",
    "delivered",
    "graphql_answered",
    "graphql_refused",
    "heartbeat",
    "is_beating",
    "message_failed",
    "moved",
    "pruned",
    "relayed",
    "start_metrics_server",
    "sweep_failed",
]
