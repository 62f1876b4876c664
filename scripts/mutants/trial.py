"""Tests in a process of their own: a fork of this one, which has imported other people's code and none of ours.

So every mutant is imported afresh, with the tables that are built and the policies that are read on the way.
"""

import gc
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from types import CodeType
from typing import Any

import coverage
import pytest
from hypothesis import HealthCheck, Phase, settings

DOMAIN = "kaohe/workflow/domain"

#: A mutant that runs for this many times as long as its tests took without it, in CPU time, never ends.
_PATIENCE = 10
_AT_LEAST_SECONDS = 20
_MEMORY = 4 << 30

_OPTIONS = "-q -x -s --no-header --no-summary --tb=no -p no:cacheprovider -p pytest_asyncio.plugin".split()
_OPTIONS += "-p _hypothesis_pytestplugin --hypothesis-profile mutants".split()
_OPTIONS += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # plugins were imported before the fork

os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"

# The same few examples each time, no search for the smallest one, no eye on the clock.
settings.register_profile(
    "mutants",
    max_examples=25,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


class Reach:
    """Which test files run which lines, and how long each file takes."""

    def __init__(self) -> None:
        self.lines: dict[str, dict[str, set[int]]] = {}
        self.seconds: dict[str, float] = {}

    def tests_of(self, file: str, lines: Iterable[int]) -> list[str]:
        """The test files that run any of the lines. First come those that are called alike or know most of the file,
        because they fail soonest."""
        wanted = set(lines)
        found = {test: reached[file] for test, reached in self.lines.items() if wanted & reached.get(file, set())}
        names = set(Path(file.removeprefix(DOMAIN)).with_suffix("").parts)
        return sorted(
            found, key=lambda test: (names.isdisjoint(Path(test).parts), -len(found[test]), self.seconds[test])
        )


def warm_up(tests: Sequence[str]) -> None:
    """Import what the tests need of other people's code, once for all forks."""
    names = _in_fork(
        lambda: (_collect(tests), [n for n in sys.modules if not n.startswith(("kaohe", "tests", "_"))])[1]
    )
    for name in names:
        with suppress(ImportError):
            importlib.import_module(name)
    strangers = [name for name in sys.modules if name.split(".")[0] == "kaohe"]
    if strangers:
        raise SystemExit(f"ours was imported before any mutant: {strangers}")
    gc.freeze()


def reach_of(tests: Sequence[str]) -> Reach:
    """Run every test file without a mutant. SystemExit where one fails: nothing could be told from it."""
    reach = Reach()
    for test in tests:
        status, seconds, lines = _in_fork(lambda test=test: _measured(test))
        if status == pytest.ExitCode.NO_TESTS_COLLECTED:
            continue
        if status != pytest.ExitCode.OK:
            raise SystemExit(f"{test} fails without any mutant (pytest says {status})")
        reach.lines[test] = {file: set(numbers) for file, numbers in lines.items()}
        reach.seconds[test] = seconds
    return reach


def verdict(file: str, source: str, tests: Sequence[str], reach: Reach) -> str:
    """What becomes of a mutant: "unreached" by any test, "survived", or caught: "failed", "broken" (no test could be
    imported with it) or "endless" (it took too long)."""
    if not tests:
        return "unreached"
    limit = _AT_LEAST_SECONDS + int(_PATIENCE * sum(reach.seconds[test] for test in tests))
    pid = os.fork()
    if pid == 0:
        _become(lambda: _run_mutant(file, source, tests, limit))
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        return "endless"
    if status == pytest.ExitCode.OK:
        return "survived"
    return "failed" if status == pytest.ExitCode.TESTS_FAILED else "broken"


def _run_mutant(file: str, source: str, tests: Sequence[str], limit: int) -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    sys.meta_path.insert(0, _Finder(file, source))
    return int(pytest.main([*_OPTIONS, *tests]))


class _Finder(importlib.abc.MetaPathFinder):
    """Gives the mutant where its module is imported; no file is written."""

    def __init__(self, file: str, source: str) -> None:
        self._path = str(Path(file).resolve())
        self._name = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        self._source = source

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._name:
            return None
        return importlib.util.spec_from_file_location(fullname, self._path, loader=_Loader(self, fullname))

    def code(self) -> CodeType:
        return compile(self._source, self._path, "exec")


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, finder: _Finder, name: str) -> None:
        super().__init__(name, finder._path)
        self._finder = finder

    def get_code(self, fullname: str) -> CodeType:
        return self._finder.code()


def _collect(tests: Sequence[str]) -> int:
    return int(pytest.main([*_OPTIONS, "--collect-only", *tests]))


def _measured(test: str) -> tuple[int, float, dict[str, list[int]]]:
    measure = coverage.Coverage(data_file=None, include=[f"{DOMAIN}/*"], messages=False, config_file=False)
    measure.start()
    status = int(pytest.main([*_OPTIONS, test]))
    measure.stop()
    used = resource.getrusage(resource.RUSAGE_SELF)
    data = measure.get_data()
    lines = {os.path.relpath(file): sorted(data.lines(file) or ()) for file in data.measured_files()}
    return status, used.ru_utime + used.ru_stime, lines


def _in_fork(work: Callable[[], Any]) -> Any:
    """What `work` returns in a fork of this process, as JSON knows it."""
    into, out_of = os.pipe()
    pid = os.fork()
    if pid == 0:

        def tell() -> int:
            answer = json.dumps(work())
            with os.fdopen(out_of, "w") as pipe:
                pipe.write(answer)
            return 0

        os.close(into)
        _become(tell)
    os.close(out_of)
    with os.fdopen(into) as pipe:
        answer = pipe.read()
    os.waitpid(pid, 0)
    if not answer:
        raise SystemExit("a test process ended without an answer")
    return json.loads(answer)


def _become(work: Callable[[], int]) -> None:
    """Be the child: work without a word, unless it is the trial itself that fails, and end without returning."""
    status = int(pytest.ExitCode.INTERNAL_ERROR)
    complaints = os.dup(2)
    try:
        silence = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silence, stream)
        status = work()
    except Exception:
        os.write(complaints, traceback.format_exc().encode())
    finally:
        os._exit(status)
