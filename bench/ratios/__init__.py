"""The ratios, one module each. A module here that has a `NAME` is measured.

NAME = "pending_tasks_rps_vs_floor"   # the file's name, and the key in latest.json
MEANING = "…"                         # one line for the table
WANT = AtLeast(0.60)                  # or AtMost(…)

async def measure(bench: Bench) -> Measured: ...
"""

from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def all_ratios() -> dict[str, ModuleType]:
    """The modules by name, in alphabetical order."""
    names = sorted(one.name for one in iter_modules(__path__))
    modules = {name: import_module(f"{__name__}.{name}") for name in names}
    return {name: module for name, module in modules.items() if hasattr(module, "NAME")}


def chosen(only: Iterable[str]) -> dict[str, ModuleType]:
    """Those named, all where none is. Raises KeyError with the first name that there is not."""
    ratios = all_ratios()
    return {name: ratios[name] for name in only} or ratios
