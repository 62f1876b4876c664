"""Making the data folder (a PostgreSQL cluster). It appears whole, by a rename, or not at all."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from kaohe.schema.embedded import launcher
from kaohe.schema.embedded.binaries import Binaries, find
from kaohe.schema.embedded.errors import EmbeddedError
from kaohe.schema.embedded.identity import Identity, candidates
from kaohe.schema.embedded.layout import Layout

SUPERUSER = "kaohe"
DATABASE = "kaohe"
OUTSIDE = Path("/var/lib/kaohe")
"""Where the data lie when the folder asked for can't be used; only root gets here."""


def launch_command(identity: Identity, death_signal: str, command: Sequence[str | Path]) -> list[str]:
    """The command as our child: as `identity`, never outliving us."""
    launch = [sys.executable, "-I", "-S", launcher.__file__, "--parent", str(os.getpid()), "--signal", death_signal]
    return [*launch, *identity.flags, "--", *map(str, command)]


def clean_environment() -> dict[str, str]:
    """Our environment without what would steer PostgreSQL; the C locale, and UTC so that nothing is guessed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return kept | {"LANG": "C", "LC_ALL": "C", "TZ": "UTC"}


def make_cluster(layout: Layout, durable: bool) -> None:
    """Make the data folder as the first identity that succeeds. Raises EmbeddedError with what each one met."""
    met = []
    for identity in candidates():
        try:
            _make_as(identity, layout, durable)
        except (EmbeddedError, OSError) as failure:
            met.append(f"As {identity.words}: {failure}")
        else:
            return
    raise EmbeddedError("The embedded database could not be made.\n" + "\n".join(met))


def _make_as(identity: Identity, layout: Layout, durable: bool) -> None:
    if identity.outside:
        _make_outside(identity, layout, durable)
    else:
        _initialise(identity, find(layout.folder), layout.data, durable)


def _make_outside(identity: Identity, layout: Layout, durable: bool) -> None:
    """Data and programs where a user who may enter nobody's home can reach them, and a link to them in the folder."""
    OUTSIDE.mkdir(mode=0o755, parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(dir=OUTSIDE))
    try:
        binaries = find(layout.folder).copied_to(place)
        for path in (place, *place.rglob("*")):
            os.chown(path, identity.owner, identity.group, follow_symlinks=False)
        _initialise(identity, binaries, place / "data", durable)
    except BaseException:
        shutil.rmtree(place)
        raise
    layout.data.symlink_to(place / "data")
    print(
        f"kaohe: root may not open a user namespace here, so PostgreSQL runs as {identity.words}, its data in {place}."
    )


def _initialise(identity: Identity, binaries: Binaries, data: Path, durable: bool) -> None:
    new = data.with_name("data.new")
    shutil.rmtree(new, ignore_errors=True)  # left by a start that was killed
    options = ["-A", "trust", "-U", SUPERUSER, "-E", "UTF8", "--locale=C"] + ([] if durable else ["--no-sync"])
    _run(identity, [binaries.initdb, "-D", new, *options])
    fsync = "on" if durable else "off"
    single: list[str | Path] = [binaries.postgres, "--single", "-D", new, "-c", f"fsync={fsync}", "postgres"]
    _run(identity, single, f"CREATE DATABASE {DATABASE}")
    new.rename(data)
    _sync_folder(data.parent)


def _run(identity: Identity, command: Sequence[str | Path], text: str = "") -> None:
    done = subprocess.run(
        launch_command(identity, "SIGKILL", command),
        check=False,
        input=text,
        text=True,
        errors="replace",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=clean_environment(),
        cwd="/",
        start_new_session=True,
    )
    if done.returncode != 0:
        raise EmbeddedError(f"{Path(command[0]).name} failed ({done.returncode}):\n{done.stdout.strip()}")


def _sync_folder(folder: Path) -> None:
    """Make a rename in the folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
