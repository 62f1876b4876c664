"""A run in words: for whoever reads the terminal."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from chaos.figures import STEP_SECONDS
from chaos.run import Run

#: Findings of one check that are printed.
_SHOWN = 10

_COLUMNS = "  seed  result  deadlines  fired/s  lag p50   p95   max  transitions  messages  acknowledged  again  faults  recovery  seconds"


def lines(run: Run) -> Iterator[str]:
    """Everything about one run."""
    figures, sent = run.figures, Counter(one.outcome for one in run.sent)
    yield f"seed {run.plan.seed}: {'passed' if run.passed else 'FAILED'} in {run.seconds:.1f} s"
    yield f"  schedule ({len(run.done)} of {len(run.schedule)} faults done)"
    yield from (f"    {planned}" for planned in run.schedule)
    yield f"  processes started again: {_counted(Counter(run.revived))}"
    yield f"  recovery in seconds, the longest: {_recoveries(run)}"
    yield f"  deadlines: {run.armed} made due within {run.plan.spread:.0f} s, {figures.fired} fired, {figures.per_second:.0f} a second"
    yield f"  lag from due to fired: p50 {figures.lag_p50:.2f} s, p95 {figures.lag_p95:.2f} s, max {figures.lag_max:.2f} s"
    course = [str(figures.course.get(step, 0)) for step in range(max(figures.course, default=-1) + 1)]
    yield f"  fired in each {STEP_SECONDS} s: {' '.join(course)}"
    yield f"  deadlines tried again {figures.tried_again} times, messages {figures.relayed_again} times"
    yield f"  transitions: {_counted(figures.transitions)}"
    yield f"  messages: {figures.messages} relayed, the slowest after {figures.relay_max:.2f} s; {figures.notifications} notifications"
    yield (
        f"  mutations: {len(run.sent)} sent, {sent['done']} acknowledged, {sent['refused']} refused, "
        f"{sent['unknown']} without an answer, {again(run)} sent again"
    )
    yield f"  refusals: {_counted(Counter(code for one in run.sent if one.outcome == 'refused' for code in one.codes))}"
    yield f"  quiet {run.quiet_after:.1f} s after the last fault and the last answer"
    for check, findings in run.findings.items():
        yield f"  FINDING of {check}: {len(findings)}"
        yield from (f"    {one}" for one in findings[:_SHOWN])


def table(runs: Sequence[Run]) -> Iterator[str]:
    """One line a run."""
    yield _COLUMNS
    for run in runs:
        figures = run.figures
        yield (
            f"{run.plan.seed:6d}  {'passed' if run.passed else 'FAILED':6s}  {run.armed:9d}  {figures.per_second:7.0f}  "
            f"{figures.lag_p50:7.2f} {figures.lag_p95:5.2f} {figures.lag_max:5.2f}  {sum(figures.transitions.values()):11d}  "
            f"{figures.messages:8d}  {sum(one.outcome == 'done' for one in run.sent):12d}  {again(run):5d}  "
            f"{len(run.done):6d}  {max((one.recovered for one in run.done), default=0):8.2f}  {run.seconds:7.1f}"
        )
    yield f"{sum(run.passed for run in runs)} of {len(runs)} seeds passed"


def again(run: Run) -> int:
    """How often a mutation was sent anew under its key."""
    return sum(max(one.tries - 1, 0) for one in run.sent)


def _recoveries(run: Run) -> str:
    longest: dict[str, float] = {}
    for one in run.done:
        longest[one.planned.fault] = max(longest.get(one.planned.fault, 0), one.recovered)
    return ", ".join(f"{fault} {seconds:.2f}" for fault, seconds in sorted(longest.items()))


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "none"
