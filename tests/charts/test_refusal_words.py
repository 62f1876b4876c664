"""Every refusal has words in both languages, and they can be filled in."""

from string import Formatter

import pytest

from kaohe.workflow.domain.refusals import MESSAGES, Code, Refusal


def test_every_code_has_words() -> None:
    assert set(MESSAGES) == set(Code)


@pytest.mark.parametrize("code", Code)
def test_the_words_can_be_filled_in(code: Code) -> None:
    names = {name for message in MESSAGES[code] for _, name, _, _ in Formatter().parse(message) if name}
    refusal = Refusal(code, params={name: f"<{name}>" for name in names})
    for words in (refusal.message, refusal.message_en):
        assert words.strip()
        assert "{" not in words
    assert any("\u4e00" <= letter <= "\u9fff" for letter in MESSAGES[code][0]) or MESSAGES[code][0].startswith("{")
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in MESSAGES[code][1])


@pytest.mark.parametrize("code", Code)
def test_a_missing_parameter_is_left_out(code: Code) -> None:
    assert isinstance(Refusal(code).message, str)
    assert isinstance(Refusal(code).message_en, str)
