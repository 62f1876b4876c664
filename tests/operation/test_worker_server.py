"""A worker's own /metrics and /healthz, over real HTTP."""

import contextlib
from collections.abc import Iterator

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from kaohe import metrics
from kaohe.metrics import heart
from kaohe.metrics.heart import PATIENCE, Heart


@pytest.fixture
def worker(unused_port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[httpx.Client]:
    monkeypatch.setattr(heart, "_heart", Heart())
    stop = metrics.start_metrics_server("127.0.0.1", unused_port)
    with contextlib.closing(httpx.Client(base_url=f"http://127.0.0.1:{unused_port}")) as http:
        yield http
    stop()


def test_a_heart_beats_until_its_patience_is_over() -> None:
    one = Heart()
    assert not one.is_beating(0.0)
    one.beat(100.0)
    assert one.is_beating(100.0)
    assert one.is_beating(100.0 + PATIENCE - 1)
    assert not one.is_beating(100.0 + PATIENCE)


def test_a_worker_is_alive_once_its_pacemaker_has_beaten(worker: httpx.Client) -> None:
    assert worker.get("/healthz").status_code == 503
    metrics.heartbeat()
    assert worker.get("/healthz").status_code == 200


def test_a_worker_shows_what_it_has_counted(worker: httpx.Client) -> None:
    before = _value(worker, "kaohe_outbox_relayed_total")
    metrics.relayed(3)
    assert _value(worker, "kaohe_outbox_relayed_total") == before + 3
    assert worker.get("/metrics").headers["content-type"].startswith("text/plain; version=0.0.4")


def test_other_paths_are_not_found(worker: httpx.Client) -> None:
    assert worker.get("/graphql").status_code == 404


def test_the_address_is_free_again_after_the_stop(unused_port: int) -> None:
    for _ in range(2):
        metrics.start_metrics_server("127.0.0.1", unused_port)()


def test_an_address_in_use_is_told(worker: httpx.Client) -> None:
    with pytest.raises(OSError, match="in use"):
        metrics.start_metrics_server("127.0.0.1", worker.base_url.port or 0)


def _value(worker: httpx.Client, name: str) -> float:
    families = text_string_to_metric_families(worker.get("/metrics").text)
    return next(one.value for family in families for one in family.samples if one.name == name)
