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
from collections.abc import Iterable, Sequence
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
    parser.add_argument("--survivors", action="store_true", help="only those that survived the last run")
    given = parser.parse_args()
    root = Path.cwd()
    last = load(root / VERDICTS)
    with tempfile.TemporaryDirectory(prefix="kaohe-mutants-") as place:
        copy = Path(place) / "kaohe"
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns(*_NOT_COPIED))
        os.chdir(copy)
        sys.path.insert(0, str(copy))
        chosen = _chosen(copy, given.only, given.sample, given.seed)
        if given.survivors:
            again = {(fate.file, fate.was, fate.becomes) for fate in last if not fate.caught}
            chosen = [mutant for mutant in chosen if (mutant.file, *mutant.diff()) in again]
        fates = _fates(chosen, _ready(chosen), root / VERDICTS)
    _say("\n".join([*survivors(fates), "", *table(fates)]))


def _chosen(copy: Path, only: str, sample: int, seed: int) -> list[Mutant]:
    files = sorted(str(path.relative_to(copy)) for path in (copy / DOMAIN).rglob("*.py"))
    files = [file for file in files if file == only or file.startswith(only.rstrip("/") + "/")]
    everything = [mutant for file in files for mutant in mutants_of(copy, file)]
    if not sample or sample >= len(everything):
        return everything
    drawn = random.Random(seed).sample(range(len(everything)), sample)  # noqa: S311 - a sample, no secret
    return [everything[index] for index in sorted(drawn)]


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


def _fates(chosen: Sequence[Mutant], reach: Reach, kept: Path) -> list[Fate]:
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
            save(fates, kept)
            caught = sum(fate.caught for fate in fates)
            _say(f"{len(fates)} of {len(chosen)} after {time.monotonic() - began:.0f} s: {caught} caught")
    save(fates, kept)
    return fates


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
