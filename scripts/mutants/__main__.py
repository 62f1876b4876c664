"""Change the domain rules in thousands of small ways, one at a time, and see whether a test notices.

Works on a copy of the tree, with one process at a time. Run it by `make mutants`.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from mutants.mutate import Mutant, mutants_of
from mutants.report import Fate, load, save, survivors, table
from mutants.trial import DOMAIN, Reach, reach_of, verdict, warm_up

#: Fast and pure: no database, no process, no clock.
TESTS = ("tests/domain", "tests/charts", "tests/docs/test_generated_pages.py")

HERE = Path(__file__).parent
VERDICTS = Path("var/mutants/verdicts.jsonl")
_NOT_COPIED = (".*", "var", "__pycache__")


def main() -> None:
    """Parse the arguments, measure, report."""
    parser = argparse.ArgumentParser(prog="mutants", description=__doc__)
    parser.add_argument("--only", default=DOMAIN, help="a file or folder of the domain")
    parser.add_argument("--sample", type=int, default=0, help="so many mutants, drawn by the seed; 0: all of them")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--again", action="store_true", help="only those that survived the last run; the others stand")
    given = parser.parse_args()
    kept = Path.cwd() / VERDICTS
    before = load(kept) if given.again else []
    with tempfile.TemporaryDirectory(prefix="kaohe-mutants-") as place:
        copy = Path(place) / "kaohe"
        shutil.copytree(Path.cwd(), copy, ignore=shutil.ignore_patterns(*_NOT_COPIED))
        os.chdir(copy)
        sys.path.insert(0, str(copy))
        everything = _everything(copy, given.only)
        chosen = _survivors(everything, before) if given.again else _sample(everything, given.sample, given.seed)
        standing = [fate for fate in before if fate.caught]
        fates = _fates(chosen, _ready(chosen), lambda found: save([*standing, *found], kept))
    _say("\n".join([*survivors(fates), "", *table([*standing, *fates])]))


def _everything(copy: Path, only: str) -> list[Mutant]:
    files = sorted(str(path.relative_to(copy)) for path in (copy / DOMAIN).rglob("*.py"))
    files = [file for file in files if file == only or file.startswith(only.rstrip("/") + "/")]
    return [mutant for file in files for mutant in mutants_of(copy, file)]


def _sample(everything: Sequence[Mutant], sample: int, seed: int) -> Sequence[Mutant]:
    """Drawn in no order, so that a run that is broken off has measured a smaller sample, and not a part of the code."""
    if not sample or sample >= len(everything):
        return everything
    return random.Random(seed).sample(everything, sample)  # noqa: S311 - a sample, no secret


def _survivors(everything: Sequence[Mutant], before: Iterable[Fate]) -> list[Mutant]:
    wanted = {(fate.file, fate.number): (fate.was, fate.becomes) for fate in before if not fate.caught}
    known = ((mutant, wanted.get((mutant.file, mutant.number))) for mutant in everything)
    return [mutant for mutant, change in known if change and mutant.diff() == change]


def _ready(chosen: Sequence[Mutant]) -> Reach:
    """What the tests reach, after a trial of the trial: a file that is not changed must survive."""
    tests = sorted(str(path) for at in TESTS for path in _test_files(Path(at)))
    warm_up(tests)
    _say(f"{len(chosen)} mutants; {len(tests)} test files run without a mutant")
    reach = reach_of(tests)
    file = f"{DOMAIN}/terms.py"
    found = verdict(file, Path(file).read_text(encoding="utf-8"), list(reach.lines), reach)
    if found != "survived":
        raise SystemExit(f"a file that was not changed: {found}")
    return reach


def _test_files(at: Path) -> Iterable[Path]:
    return [at] if at.is_file() else at.rglob("test_*.py")


def _fates(chosen: Sequence[Mutant], reach: Reach, keep: Callable[[list[Fate]], None]) -> list[Fate]:
    known = tomllib.loads((HERE / "equivalent.toml").read_text(encoding="utf-8"))
    equivalent = {(one["file"], one["was"], one["becomes"]) for one in known["mutant"]}
    fates: list[Fate] = []
    began = time.monotonic()
    for mutant in chosen:
        change = mutant.diff()
        if (mutant.file, *change) in equivalent:
            found = "equivalent"
        else:
            found = verdict(mutant.file, mutant.source, reach.tests_of(mutant.file, mutant.lines), reach)
        fates.append(Fate(mutant.file, mutant.number, mutant.line, *change, found))
        if len(fates) % 100 == 0:
            keep(fates)
            caught = sum(fate.caught for fate in fates)
            _say(f"{len(fates)} of {len(chosen)} after {time.monotonic() - began:.0f} s: {caught} caught")
    keep(fates)
    return fates


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
