"""What a service user may send with a card: one level for every item, and perhaps a remark."""

import unicodedata
from collections.abc import Iterator, Mapping

from kaohe.workflow.domain.guards.inputs import bad
from kaohe.workflow.domain.policy.cards import Cards
from kaohe.workflow.domain.refusals import Code, Refusal


def problems_of(rules: Cards, levels: Mapping[str, str], remark: str) -> list[Refusal]:
    """Everything that is wrong with a card: item → level, and the remark. `field` is the item's key, or `remark`."""
    return list(_problems(rules, levels, remark))


def _problems(rules: Cards, levels: Mapping[str, str], remark: str) -> Iterator[Refusal]:
    known = {level.key for level in rules.levels}
    for item in rules.items:
        if levels.get(item.key) not in known:
            yield Refusal(Code.REQUIRED, item.key, {"label": item.label, "label_en": item.label_en})
    most = rules.longest_remark
    if len(remark) > most:
        yield bad("remark", f"留言最长{most}字", f"the remark has at most {most} characters")


def clean_remark(rules: Cards, given: str) -> str:
    """The remark as it is kept: one kind of line end, no control characters, no blanks around it; nothing where the
    scheme has no remarks."""
    if not rules.remark:
        return ""
    lines = given.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in lines if one == "\n" or unicodedata.category(one) not in ("Cc", "Cs")).strip()
