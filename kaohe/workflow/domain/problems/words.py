"""pydantic's errors in a clerk's words, Chinese and English."""

from collections.abc import Mapping

from pydantic_core import ErrorDetails

_NUMBER = ("应为数字", "must be a number")
_TEXT = ("应为文字(加引号)", "must be text, in quotes")
_WHOLE = ("应为整数", "must be a whole number")
_DATE = ("应为日期,如 2026-01-31", "must be a date such as 2026-01-31")
_TABLE = ("应为一组字段", "must be a table of fields")
_LIST = ("应为列表", "must be a list")
_SHARE = ('应为比例,如 "1/2"', 'must be a proportion such as "1/2"')
_CHOICE = ("只能取 {expected}", "must be {expected}")
_DIGITS = ("位数过多", "has too many digits")

#: Error type → words, with the context's names in braces.
_WORDS: Mapping[str, tuple[str, str]] = {
    "missing": ("缺少此字段", "is missing"),
    "missing_argument": ("缺少此字段", "is missing"),
    "extra_forbidden": ("没有这个字段", "is not a known field"),
    "unexpected_keyword_argument": ("没有这个字段", "is not a known field"),
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "decimal_max_digits": _DIGITS,
    "decimal_whole_digits": _DIGITS,
    "decimal_max_places": ("小数最多 {decimal_places} 位", "may have at most {decimal_places} decimal places"),
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "bool_type": ("应为 true 或 false", "must be true or false"),
    "bool_parsing": ("应为 true 或 false", "must be true or false"),
    "string_type": _TEXT,
    "string_too_short": ("不能为空", "must not be empty"),
    "string_too_long": ("最多 {max_length} 个字符", "may have at most {max_length} characters"),
    "string_pattern_mismatch": ("格式不符:{pattern}", "does not match {pattern}"),
    "enum": _CHOICE,
    "literal_error": _CHOICE,
    "union_tag_invalid": ("kind 只能取 {expected_tags}", "kind must be one of {expected_tags}"),
    "union_tag_not_found": ("缺少 kind", "kind is missing"),
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "fraction_parsing": _SHARE,
    "greater_than": ("应大于 {gt}", "must be greater than {gt}"),
    "greater_than_equal": ("不能小于 {ge}", "must be at least {ge}"),
    "less_than": ("应小于 {lt}", "must be less than {lt}"),
    "less_than_equal": ("不能大于 {le}", "must be at most {le}"),
    "too_short": ("至少要有 {min_length} 项", "needs at least {min_length}"),
    "tuple_type": _LIST,
    "list_type": _LIST,
    "dict_type": _TABLE,
    "mapping_type": _TABLE,
    "model_type": _TABLE,
    "model_attributes_type": _TABLE,
    "dataclass_type": _TABLE,
    "term_unit": (
        "working_days(工作日)、calendar_days(自然日)、calendar_months(月)须三者择一",
        "give exactly one of working_days, calendar_days, calendar_months",
    ),
}

_ALL_OF_IT = 60


def words_for(error: ErrorDetails) -> tuple[str, str]:
    """Chinese and English words for one of pydantic's errors, with the value that was found where it is short."""
    found = _found(error)
    if error["type"] not in _WORDS:
        return f"不合要求{found[0]}", f"{error['msg']}{found[1]}"
    zh, en = _WORDS[error["type"]]
    context = {name: str(value) for name, value in error.get("ctx", {}).items()}
    return zh.format_map(context) + found[0], en.format_map(context) + found[1]


def _found(error: ErrorDetails) -> tuple[str, str]:
    value = error["input"]
    if error["type"].startswith(("missing", "extra", "unexpected")) or isinstance(value, (dict, list, tuple)):
        return "", ""
    shown = str(value)
    shown = shown if len(shown) <= _ALL_OF_IT else shown[:_ALL_OF_IT] + "…"
    return f",现为“{shown}”", f", not “{shown}”"
