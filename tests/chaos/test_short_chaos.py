"""A short `make chaos`: every kind of fault at least once while hundreds of deadlines run out."""

from pathlib import Path

from chaos.report import lines
from chaos.run import Plan, run
from chaos.schedule import Fault
from chaos.stage import Stage

DEADLINES = 400


async def test_deadlines_are_kept_whatever_dies(tmp_path: Path) -> None:
    with Stage(tmp_path, DEADLINES) as stage:
        await stage.prepare()
        done = await run(stage, Plan(seed=1, spread=3, seconds=5, faults=len(Fault) + 1))
    print("\n".join(lines(done)))
    assert done.passed
    assert {one.planned.fault for one in done.done} == set(Fault)
    assert done.figures.fired > DEADLINES * 0.8
    assert any(one.outcome == "done" for one in done.sent)
