"""The arithmetic of two sides measured in turn."""

import pytest

from bench.alternate import AtLeast, AtMost, Series, alternate, ratio


async def test_every_second_round_goes_backwards() -> None:
    order: list[str] = []

    def side(name: str) -> object:
        async def measured() -> float:
            order.append(name)
            return float(len(order))

        return measured

    found = await alternate(3, {"ours": side("ours"), "theirs": side("theirs")}, "ms")
    assert order == ["ours", "theirs", "theirs", "ours", "ours", "theirs"]
    assert found["ours"].values == [1.0, 4.0, 5.0]
    assert found["theirs"].values == [2.0, 3.0, 6.0]
    assert found["ours"].unit == "ms"


def test_a_series_tells_its_median_and_its_ends() -> None:
    series = Series([3.0, 9.0, 1.0], "ms")
    assert (series.low, series.median, series.high) == (1.0, 3.0, 9.0)


def test_a_ratio_is_that_of_rounds_so_that_drift_cancels_out() -> None:
    """The machine was twice as slow in the second round, for both; one round had a hiccup on one side."""
    assert ratio(Series([10.0, 5.0, 10.0], "x"), Series([20.0, 10.0, 2.0], "x")) == 0.5


def test_a_round_that_only_one_side_has_is_no_ratio() -> None:
    with pytest.raises(ValueError, match="shorter"):
        ratio(Series([1.0, 2.0], "x"), Series([1.0], "x"))


@pytest.mark.parametrize(
    ("want", "met", "missed", "words"), [(AtLeast(0.6), 0.6, 0.59, "≥ 0.6"), (AtMost(1.15), 1.15, 1.16, "≤ 1.15")]
)
def test_the_bound_itself_is_enough(want: AtLeast | AtMost, met: float, missed: float, words: str) -> None:
    assert want.met(met)
    assert not want.met(missed)
    assert str(want) == words
