"""The administrator (系统管理员): brings the roster in, so that everybody has an account."""

import base64

from kaohe.rehearsal.client import Session
from kaohe.rehearsal.failures import must

IMPORTED = "rows inserted updated unchanged repeated"


async def import_roster(administrator: Session, file_name: str, content: bytes, password: str) -> int:
    """Import the roster, twice: the second time changes nothing. How many rows it has."""
    given = file_input("ROSTER", file_name, content) | {"initialPassword": password}
    report = await administrator.do("importFile", given, IMPORTED)
    again = await administrator.do("importFile", given, IMPORTED)
    must(again["inserted"] == again["updated"] == 0, f"a roster imported twice changes nothing: {again}")
    return int(report["rows"])


def file_input(kind: str, file_name: str, content: bytes) -> dict[str, str]:
    """The input of `importFile`."""
    return {"kind": kind, "fileName": file_name, "content": base64.b64encode(content).decode()}
