"""One id from the request to the jobs that it brings."""

import pytest

from kaohe import trace


def test_no_id_outside_of_requests_and_jobs() -> None:
    assert trace.request_id() is None


def test_a_job_works_under_the_id_of_its_request() -> None:
    with trace.bound("r-1") as given:
        assert (given, trace.request_id()) == ("r-1", "r-1")
        with trace.bound("r-2"):
            assert trace.request_id() == "r-2"
        assert trace.request_id() == "r-1"
    assert trace.request_id() is None


def test_a_job_that_no_request_brought_gets_an_id_of_its_own() -> None:
    with trace.bound() as one:
        assert trace.request_id() == one
    with trace.bound(None) as other:
        assert one != other


@pytest.mark.parametrize("given", ["a", "0af7651916cd43dd8448eb211c80319c", "a.B_c-9", "x" * 64])
def test_ids_from_outside_that_are_taken(given: str) -> None:
    assert trace.acceptable(given) == given


@pytest.mark.parametrize("given", [None, "", "x" * 65, "a b", "a\n", "甲", '"', "a;b", "\x1b[0m"])
def test_ids_from_outside_that_are_not(given: str | None) -> None:
    assert trace.acceptable(given) is None
