"""What stands in a record: a text, or items with task, procedure, progress, done (S1-11, S0-22); and redaction of a
place in it (脱密处理, Cross-8)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from kaohe.workflow.domain.guards.inputs import bad, is_blank
from kaohe.workflow.domain.policy.records import RecordRules
from kaohe.workflow.domain.refusals import Code, Refusal

#: What stands at a redacted place. It has always the same length, so that nobody learns that of the words before.
REDACTED = "■■■"

_PLACE = re.compile(r"text|items\[(?P<index>[0-9]{1,4})\]\.(?P<part>task|procedure|progress)")


@dataclass(frozen=True, slots=True)
class RecordItem:
    """One line: the task (交办任务), by what procedure (完成程序), how far (进度), and whether it is done (S1-11)."""

    task: str
    procedure: str = ""
    progress: str = ""
    done: bool = False

    @property
    def written(self) -> str:
        """All its words."""
        return self.task + self.procedure + self.progress


@dataclass(frozen=True, slots=True)
class Content:
    """A record's words."""

    text: str = ""
    items: tuple[RecordItem, ...] = ()

    @classmethod
    def of(cls, text: str, items: Iterable[Mapping[str, Any]]) -> Self:
        """The content as it is kept: without blanks at the ends of its texts."""
        return cls(
            text.strip(),
            tuple(
                RecordItem(
                    one["task"].strip(),
                    one.get("procedure", "").strip(),
                    one.get("progress", "").strip(),
                    one.get("done", False),
                )
                for one in items
            ),
        )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The items as the database keeps them."""
        return [asdict(one) for one in self.items]

    @property
    def written(self) -> str:
        """All its words."""
        return self.text + "".join(one.written for one in self.items)

    def at(self, place: str) -> str | None:
        """The words at `text` or `items[2].progress`; None where there is no such place."""
        found = _PLACE.fullmatch(place)
        if found is None:
            return None
        if found["index"] is None:
            return self.text
        index = int(found["index"])
        words: str | None = getattr(self.items[index], found["part"]) if index < len(self.items) else None
        return words

    def redacted(self, place: str) -> Self:
        """The content with nothing but the mark at a place that exists."""
        found = _PLACE.fullmatch(place)
        if found is None or found["index"] is None:
            return replace(self, text=REDACTED)
        index = int(found["index"])
        part: dict[str, Any] = {found["part"]: REDACTED}
        item = replace(self.items[index], **part)
        return replace(self, items=(*self.items[:index], item, *self.items[index + 1 :]))


def wrong_content(rules: RecordRules, content: Content, field: str) -> Iterator[Refusal]:
    """What is wrong with a content under the rules of its kind. `longest` bounds the text, and each item."""
    if rules.by_items and not content.items:
        yield Refusal(Code.REQUIRED, f"{field}.items", {"label": "条目", "label_en": "items"})
    if not rules.by_items and is_blank(content.text):
        yield Refusal(Code.REQUIRED, f"{field}.text", {"label": "正文", "label_en": "text"})
    if len(content.items) > rules.most_items:
        yield bad(f"{field}.items", f"条目不超过{rules.most_items}项", f"at most {rules.most_items} items")
    yield from _too_long(rules, content.text, f"{field}.text")
    for index, item in enumerate(content.items):
        if is_blank(item.task):
            yield Refusal(
                Code.REQUIRED, f"{field}.items[{index}].task", {"label": "交办任务", "label_en": "assigned task"}
            )
        yield from _too_long(rules, item.written, f"{field}.items[{index}]")


def undone_redactions(places: Iterable[str], content: Content, field: str) -> Iterator[Refusal]:
    """What a correction may not write: a redacted place keeps its mark."""
    for place in places:
        if content.at(place) != REDACTED:
            yield Refusal(Code.RECORD_REDACTED, f"{field}.{place}", {"mark": REDACTED})


def _too_long(rules: RecordRules, words: str, field: str) -> Iterator[Refusal]:
    if len(words) > rules.longest:
        yield bad(
            field,
            f"不超过{rules.longest}字，现有{len(words)}字",
            f"at most {rules.longest} characters; there are {len(words)}",
        )
