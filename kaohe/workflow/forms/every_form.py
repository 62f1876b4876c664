"""Which forms a cycle has, and what their files are called."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kaohe.workflow.forms.approval_letter import approval_letter
from kaohe.workflow.forms.brief_register import brief_register
from kaohe.workflow.forms.cycle_file import CycleFile, Row
from kaohe.workflow.forms.minutes import minutes
from kaohe.workflow.forms.notice import notice
from kaohe.workflow.forms.ratio_application import ratio_application
from kaohe.workflow.forms.registration import registration
from kaohe.workflow.forms.situation import situation
from kaohe.workflow.forms.unit_results import unit_results

_FOLDER = "forms"

_UNSAFE = re.compile(r"[^\w\-（）]")


def forms_of(documents: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Each form's file name and content, made as it is asked for. `documents` are an archive's, by name."""
    file = CycleFile(documents)
    yield _name("平时考核对象情况表"), situation(file)
    yield _name("平时考核优秀等次比例使用申报表"), ratio_application(file)
    for unit in file.units:
        yield _name(f"公务员平时考核登记表/{_unit(unit)}"), registration(file, unit)
        yield _name(f"平时考核结果登记表/{_unit(unit)}"), unit_results(file, unit)
    for session in file.rows("sessions.json"):
        yield _name(f"会议纪要/{session['number']}"), minutes(file, session)
    for one in file.rows("notices.json"):
        yield _name(f"公示/{one['number']}"), notice(file, one)
    for result_list in file.rows("approvals.json"):
        yield _name(f"报请{file.asked}函/{result_list['number']}"), approval_letter(file, result_list)
    yield _name("平时考核简明情况登记表"), brief_register(file)


def _unit(unit: Row) -> str:
    """A unit's name as a file may be called; the number tells two of one name apart."""
    return f"{_UNSAFE.sub('_', unit['name'])}-{unit['id']}"


def _name(form: str) -> str:
    return f"{_FOLDER}/{form}.xlsx"
