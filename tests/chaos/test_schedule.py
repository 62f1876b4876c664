"""A seed is a schedule."""

import pytest
from chaos.schedule import Fault, draw


def test_a_seed_replays_its_schedule() -> None:
    assert draw(7, 12, count=16) == draw(7, 12, count=16)
    assert draw(7, 12, count=16) != draw(8, 12, count=16)


@pytest.mark.parametrize("seed", range(20))
def test_every_kind_of_fault_strikes_in_time_and_in_order(seed: int) -> None:
    schedule = draw(seed, 12, count=16, workers=3, apis=2)
    moments = [planned.at for planned in schedule]
    assert {planned.fault for planned in schedule} == set(Fault)
    assert moments == sorted(moments)
    assert 0 <= moments[0] <= moments[-1] <= 12
    assert all(1 <= planned.target <= (2 if planned.fault is Fault.KILL_API else 3) for planned in schedule)


def test_too_few_faults_for_every_kind_are_refused() -> None:
    with pytest.raises(ValueError, match="fewer than the 9 kinds"):
        draw(1, 12, count=8)
