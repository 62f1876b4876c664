"""What a ratio is given to measure with."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from bench.alternate import Measured, Side, alternate, ratio
from bench.database import Databases
from bench.processes import Child, child

#: A quick run proves that everything works; its figures mean nothing.
QUICK_ROUNDS = 1


@dataclass(frozen=True)
class Bench:
    """`folder` is for files of this run and goes with it; `size` is how an amount is chosen."""

    databases: Databases
    folder: Path
    rounds: int
    quick: bool

    def size(self, full: int, quick: int) -> int:
        """How many: `full` in a run that counts, `quick` in one that only proves that it works."""
        return quick if self.quick else full

    async def compare(
        self,
        ours: tuple[str, Side],
        theirs: tuple[str, Side],
        unit: str,
        *,
        figures: Mapping[str, float] | None = None,
        checked: str = "",
    ) -> Measured:
        """Alternate both sides, each a name and its measurement, `rounds` times; the ratio is ours over theirs."""
        found = await alternate(self.rounds, dict((ours, theirs)), unit)
        return Measured(ratio(found[ours[0]], found[theirs[0]]), found, figures or {}, checked)

    def child(
        self, command: Sequence[str], env: Mapping[str, str] | None = None, ready: str = ""
    ) -> AbstractAsyncContextManager[Child]:
        """A process that runs while the block does, its output in a file of `folder`; see bench.processes."""
        return child(command, self.folder, env, ready)
