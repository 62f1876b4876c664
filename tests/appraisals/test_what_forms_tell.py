"""A form's words on goals, and a form of an archive that was sealed before there were appraisals."""

from typing import Any

import pytest

from kaohe.policies.shipped import shipped_policy
from kaohe.workflow.forms.cycle_file import CycleFile
from kaohe.workflow.forms.said import appraisal, has_appraisal, merits, own_words

CYCLE: dict[str, Any] = {"period": "2026Q1", "body_name": "某局"}
CASE = {"id": 1}


def file(policy: str, **documents: Any) -> CycleFile:
    known = {"cycle.json": CYCLE, "results.json": {"cases": [CASE]}, "units.json": []}
    return CycleFile({**known, "policy.json": shipped_policy(policy).model_dump(mode="json"), **documents})


@pytest.mark.req("S0-23")
def test_a_summary_tells_what_became_of_the_goals() -> None:
    summary = {"self_score": "80.000", "goals": [{"goal": "提高结案率", "progress": "升至九成"}]}
    assert own_words(summary) == "\n改进目标“提高结案率”：升至九成\n自评得分：80"
    assert own_words({"self_score": None, "goals": []}) == ""


@pytest.mark.req("S0-16", "S3-39")
def test_an_archive_sealed_before_has_nothing_to_tell() -> None:
    old = file("county-psb")
    assert own_words({"text": "小结"}) == ""
    assert (has_appraisal(old), appraisal(old, CASE), list(merits(old, CASE, raising=True))) == (False, "", [])
    assert has_appraisal(file("daguan"))


@pytest.mark.req("S0-16")
def test_each_round_is_told_and_in_whose_place() -> None:
    signed = {
        "assessment_id": 1, "score": "90.500", "comment": "扎实", "person_id_name": "李四", "in_place_of_name": "张三",
        "signed_at": "2026-04-03T01:00:00.000000Z",
    }  # fmt: skip
    told = appraisal(file("daguan", **{"appraisals.json": [signed, {**signed, "in_place_of_name": None}]}), CASE)
    assert told.split("\n") == [
        "扎实  得分：90.5    签名：李四(代张三)    2026年4月3日",
        "扎实  得分：90.5    签名：李四    2026年4月3日",
    ]
