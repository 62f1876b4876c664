"""The mutations, one file each; importing this makes them all known."""

import pkgutil
from importlib import import_module

for _found in pkgutil.walk_packages(__path__, f"{__name__}."):
    import_module(_found.name)
