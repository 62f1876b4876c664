"""What became of the mutants: a table by folder, and the survivors one by one."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

CAUGHT = ("failed", "broken", "endless")


@dataclass(frozen=True)
class Fate:
    """What became of one mutant. `verdict` is one of `trial.verdict`, or "equivalent": it changes nothing one could see."""

    file: str
    number: int
    line: int
    was: str
    becomes: str
    verdict: str

    @property
    def caught(self) -> bool:
        """Whether a test noticed."""
        return self.verdict in CAUGHT


def save(fates: Sequence[Fate], path: Path) -> None:
    """Keep the verdicts, one JSON object a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(asdict(fate), ensure_ascii=False) for fate in fates)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def load(path: Path) -> list[Fate]:
    """The verdicts of an earlier run; none where there was none."""
    if not path.exists():
        return []
    return [Fate(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def table(fates: Iterable[Fate]) -> Iterator[str]:
    """Mutants, caught and share by folder, as Markdown. Equivalent ones are counted beside, not among, the mutants."""
    by_folder: dict[str, Counter[str]] = defaultdict(Counter)
    for fate in fates:
        by_folder[str(Path(fate.file).parent)][fate.verdict] += 1
    yield "| folder | mutants | caught | of these: broken | endless | survived | unreached | caught % | equivalent |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for folder in sorted(by_folder):
        yield _row(folder, by_folder[folder])
    yield _row("**all**", sum(by_folder.values(), Counter()))


def survivors(fates: Iterable[Fate]) -> Iterator[str]:
    """Where each survivor stands, what it was and what it becomes."""
    for fate in sorted(fates, key=lambda fate: (fate.file, fate.line, fate.number)):
        if fate.verdict in ("survived", "unreached"):
            yield f"{fate.file}:{fate.line} #{fate.number} {fate.verdict}\n  - {_shown(fate.was)}\n  + {_shown(fate.becomes)}"


def _row(name: str, counts: "Counter[str]") -> str:
    caught = sum(counts[kind] for kind in CAUGHT)
    mutants = counts.total() - counts["equivalent"]
    share = f"{100 * caught / mutants:.1f}" if mutants else "–"
    numbers = [mutants, caught, *(counts[kind] for kind in ("broken", "endless", "survived", "unreached"))]
    return f"| {name} | {' | '.join(map(str, numbers))} | {share} | {counts['equivalent']} |"


def _shown(lines: str) -> str:
    return lines.replace("\n", "\n    ") or "(nothing)"
