"""The environments of the peers, made under bench/.peers when they are first needed.

The folder of a peer (bench/peers/<name>) has its program and `requirements.txt` with the versions that were measured.
"""

import asyncio
import hashlib
import shutil
import sys
from pathlib import Path

from bench.processes import ROOT, finished

PLACE = ROOT / "bench" / ".peers"


async def python_of(peer: str, folder: Path) -> str:
    """The peer's interpreter, its environment made where it is not there or its requirements have changed."""
    requirements = ROOT / "bench" / "peers" / peer / "requirements.txt"
    home = PLACE / peer
    python, stamp = home / "bin" / "python", home / ".made-from"
    made_from = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()
    known = await asyncio.to_thread(lambda: stamp.read_text() if stamp.exists() else "")
    if known != made_from:
        uv = shutil.which("uv") or str(ROOT / ".venv-uv" / "bin" / "uv")
        await finished([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(home)], folder)
        install = [uv, "pip", "install", "--quiet", "--python", str(python), "--requirement", str(requirements)]
        await finished(install, folder)
        await asyncio.to_thread(stamp.write_text, made_from)
    return str(python)
