"""What stands in a record, what is wrong with it, and how a place in it is redacted (S1-11, S0-22, Cross-8)."""

import pytest

from kaohe.workflow.domain.policy.records import Length, RecordRules
from kaohe.workflow.domain.records.content import (
    REDACTED,
    Content,
    RecordItem,
    undone_redactions,
    wrong_content,
)
from kaohe.workflow.domain.records.lengths import LengthNote, LengthNoteKind, characters_of, length_note
from kaohe.workflow.domain.refusals import Code, Refusal

TEXT = RecordRules(longest=10)
ITEMS = RecordRules(longest=10, by_items=True, most_items=2)

TWO = Content("正文", (RecordItem("甲", "乙", "丙", True), RecordItem("丁")))


def wrong(rules: RecordRules, content: Content) -> list[Refusal]:
    return list(wrong_content(rules, content, "at"))


def test_a_content_is_kept_without_blanks_at_its_ends() -> None:
    items = [{"task": " 甲 ", "procedure": " 乙 ", "progress": " 丙 ", "done": True}, {"task": "丁"}]
    content = Content.of(" 正文 ", items)
    assert content == TWO
    assert content.written == "正文甲乙丙丁"
    assert content.rows == [
        {"task": "甲", "procedure": "乙", "progress": "丙", "done": True},
        {"task": "丁", "procedure": "", "progress": "", "done": False},
    ]


@pytest.mark.req("S1-11")
def test_a_record_is_one_text_or_item_by_item() -> None:
    assert wrong(TEXT, Content("字" * 10)) == wrong(ITEMS, Content("", (RecordItem("字" * 10),) * 2)) == []
    assert wrong(TEXT, Content(" ")) == [Refusal(Code.REQUIRED, "at.text", {"label": "正文", "label_en": "text"})]
    assert wrong(ITEMS, Content("正文")) == [Refusal(Code.REQUIRED, "at.items", {"label": "条目", "label_en": "items"})]
    assert wrong(ITEMS, Content("", (RecordItem("甲"), RecordItem(" ")))) == [
        Refusal(Code.REQUIRED, "at.items[1].task", {"label": "交办任务", "label_en": "assigned task"})
    ]


@pytest.mark.req("S1-11")
def test_nothing_is_longer_than_its_kind_allows() -> None:
    (text,) = wrong(TEXT, Content("字" * 11))
    assert (text.code, text.field) == (Code.BAD_INPUT, "at.text")
    assert (text.message, text.message_en) == ("不超过10字，现有11字", "at most 10 characters; there are 11")
    (item,) = wrong(ITEMS, Content("", (RecordItem("甲"), RecordItem("字" * 5, "字" * 5, "字"))))
    assert item.field == "at.items[1]"
    (many,) = wrong(ITEMS, Content("", (RecordItem("甲"),) * 3))
    assert (many.field, many.message, many.message_en) == ("at.items", "条目不超过2项", "at most 2 items")


@pytest.mark.req("Cross-8")
@pytest.mark.parametrize(
    ("place", "words", "after"),
    [
        ("text", "正文", Content(REDACTED, TWO.items)),
        ("items[0].task", "甲", Content("正文", (RecordItem(REDACTED, "乙", "丙", True), RecordItem("丁")))),
        ("items[0].procedure", "乙", Content("正文", (RecordItem("甲", REDACTED, "丙", True), RecordItem("丁")))),
        ("items[1].progress", "", Content("正文", (TWO.items[0], RecordItem("丁", "", REDACTED)))),
    ],
)
def test_a_place_is_redacted_and_the_rest_stays(place: str, words: str, after: Content) -> None:
    assert TWO.at(place) == words
    assert TWO.redacted(place) == after
    assert after.at(place) == REDACTED == "■■■"
    assert list(undone_redactions([place], after, "at")) == []
    assert list(undone_redactions([place], TWO, "at")) == [
        Refusal(Code.RECORD_REDACTED, f"at.{place}", {"mark": REDACTED})
    ]


@pytest.mark.parametrize("place", ["items[2].task", "items[0].done", "items[0]", "title", "text2", "items[-1].task"])
def test_there_is_no_such_place(place: str) -> None:
    assert TWO.at(place) is None


@pytest.mark.req("S1-5", "S1-6")
def test_a_length_is_about_and_told_only_outside_of_that() -> None:
    about = Length(about=5)
    assert length_note(None, "") is None
    assert [length_note(about, "字" * count) for count in (3, 7)] == [None, None]
    assert length_note(about, "字 字\n") == LengthNote(LengthNoteKind.SHORT, 2, 3, 7)
    assert length_note(about, "字" * 8) == LengthNote(LengthNoteKind.LONG, 8, 3, 7)
    assert characters_of(" 一\u200b二\n") == 2
