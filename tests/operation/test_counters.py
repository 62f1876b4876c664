"""What the workers' functions count, and that nothing leaks into the labels."""

from datetime import datetime, timedelta

import pytest

from kaohe import metrics


@pytest.mark.parametrize(("late", "bucket"), [(timedelta(seconds=0.5), "1.0"), (timedelta(hours=2), "21600.0")])
def test_a_fired_deadline_counts_with_its_lag(now: datetime, late: timedelta, bucket: str) -> None:
    watched = [
        ("kaohe_deadlines_fired_total", {"kind": "expire"}, 1.0),
        ("kaohe_deadline_lag_seconds_sum", {"kind": "expire"}, late.total_seconds()),
        ("kaohe_deadline_lag_seconds_bucket", {"kind": "expire", "le": bucket}, 1.0),
    ]
    before = [value(name, labels) for name, labels, _ in watched]
    metrics.deadline_fired("expire", now, now + late)
    for (name, labels, more), earlier in zip(watched, before, strict=True):
        assert value(name, labels) == pytest.approx(earlier + more)


def test_a_clock_that_is_slow_gives_no_negative_lag(now: datetime) -> None:
    before = value("kaohe_deadline_lag_seconds_sum", {"kind": "remind"})
    metrics.deadline_fired("remind", now, now - timedelta(seconds=1))
    assert value("kaohe_deadline_lag_seconds_sum", {"kind": "remind"}) == before


def test_the_rest_counts_by_its_labels() -> None:
    watched = {
        ("kaohe_transitions_total", ("subject", "assessment"), ("trigger", "decide")): 7,
        ("kaohe_deliveries_total", ("channel", "mail"), ("result", "delivered")): 1,
        ("kaohe_messages_failed_total", ("queue", "outbox")): 1,
        ("kaohe_sweep_failures_total",): 1,
    }
    before = {key: value(key[0], dict(key[1:])) for key in watched}
    metrics.moved("assessment", "decide", 7)
    metrics.delivered("mail", "delivered")
    metrics.message_failed("outbox")
    metrics.sweep_failed()
    assert {key: value(key[0], dict(key[1:])) - before[key] for key in watched} == watched


def value(name: str, labels: dict[str, str]) -> float:
    return metrics.REGISTRY.get_sample_value(name, labels) or 0.0
