"""A refusal that is raised: what is said of it, and what a viewer may not see."""

from kaohe.workflow.domain.refusals import Code, Refusal, Refused, not_found, refuse


def test_all_refusals_are_said_at_once() -> None:
    refused = Refused(iter([Refusal(Code.SUSPENDED), Refusal(Code.REQUIRED, "text", {"label_en": "summary"})]))
    assert str(refused) == "suspended: the cycle is suspended; required: “summary” is required"
    assert [one.code for one in refused.refusals] == [Code.SUSPENDED, Code.REQUIRED]


def test_one_refusal_is_ready_to_be_raised() -> None:
    assert refuse(Code.DUPLICATE, "key", what="代码").refusals == (Refusal(Code.DUPLICATE, "key", {"what": "代码"}),)


def test_what_is_not_there_has_a_name_in_both_languages() -> None:
    (refusal,) = not_found("unit_list", "list_id").refusals
    assert (refusal.code, refusal.field) == (Code.NOT_FOUND, "list_id")
    assert (refusal.message, refusal.message_en) == ("未找到结果登记表", "no such unit list")
    (cycle,) = not_found("cycle").refusals
    assert (cycle.message, cycle.message_en) == ("未找到考核周期", "no such cycle")
    (unknown,) = not_found("cycle 2026Q1").refusals
    assert (unknown.field, unknown.message, unknown.message_en) == (None, "未找到cycle 2026Q1", "no such cycle 2026Q1")
