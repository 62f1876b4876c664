"""Nobody has to know what to import first: each part of the workflow can be."""

import json
import subprocess
import sys

import pytest

# In an interpreter of its own, that has loaded what the workflow rests on. Before each import all of the workflow is
# forgotten.
_EACH_FIRST = """
import json, pkgutil, sys
from importlib import import_module
import kaohe.schema.models
from kaohe import workflow
from kaohe.workflow import domain

for module in pkgutil.walk_packages(domain.__path__, "kaohe.workflow.domain."):
    import_module(module.name)
beneath = set(sys.modules)
told = {}
for module in pkgutil.iter_modules(workflow.__path__, "kaohe.workflow."):
    for loaded in sys.modules.keys() - beneath:
        if loaded.startswith("kaohe."):
            del sys.modules[loaded]
    try:
        import_module(module.name)
        told[module.name] = ""
    except ImportError as error:
        told[module.name] = str(error)
print(json.dumps(told))
"""


@pytest.mark.req("set-up")
def test_each_part_of_the_workflow_can_be_imported_first() -> None:
    done = subprocess.run([sys.executable, "-c", _EACH_FIRST], capture_output=True, text=True, check=True)

    told = json.loads(done.stdout)

    assert {name: error for name, error in told.items() if error} == {}
    assert "kaohe.workflow.aggregation" in told
