"""What a card's link is, what may be ticked, what a card is worth, and until when."""

import base64
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.carded import GOOD, KEY, MIXED, with_cards

from kaohe.policies.shipped import shipped_text
from kaohe.workflow.domain.cards import (
    CardState,
    card_score,
    clean_remark,
    is_ours,
    problems_of,
    state_of,
    tally,
    token_hash,
    token_of,
)
from kaohe.workflow.domain.inputs_open import still_changing, under_way
from kaohe.workflow.domain.policy import load_policy

pytestmark = pytest.mark.req("S0-20")

RULES = load_policy(with_cards(shipped_text("county-psb"))).cards
NONCE = bytes(range(16))
TOKEN = token_of(KEY, NONCE)


class TestTokens:
    def test_a_token_is_43_characters_that_need_no_escaping(self):
        assert len(TOKEN) == 43
        assert TOKEN.replace("-", "").replace("_", "").isalnum()

    @given(st.binary(min_size=16, max_size=16), st.binary(min_size=32, max_size=32))
    def test_a_token_is_ours_under_its_key_alone(self, nonce: bytes, key: bytes):
        token = token_of(key, nonce)
        assert is_ours(key, token)
        assert not is_ours(bytes(one ^ 1 for one in key), token)

    @pytest.mark.parametrize("place", range(43))
    def test_a_token_with_another_letter_is_forged(self, place: int):
        for other in "Ab-_9":
            forged = TOKEN[:place] + other + TOKEN[place + 1 :]
            assert is_ours(KEY, forged) is (forged == TOKEN)

    def test_the_spare_bits_of_the_last_letter_make_no_second_token(self):
        alphabet = base64.urlsafe_b64encode(bytes(range(256))).decode()
        ours = {letter for letter in set(alphabet) if is_ours(KEY, TOKEN[:-1] + letter)}
        assert ours == {TOKEN[-1]}

    @pytest.mark.parametrize(
        "token", ["", "a", TOKEN + "=", TOKEN + "A", TOKEN[:-1], "é" * 43, "\x00" * 43, " " + TOKEN[1:]]
    )
    def test_what_is_no_token_is_forged(self, token: str):
        assert not is_ours(KEY, token)

    def test_the_hash_tells_tokens_apart_and_is_not_the_token(self):
        assert token_hash(TOKEN) != token_hash(token_of(KEY, bytes(16)))
        assert len(token_hash(TOKEN)) == 32
        assert NONCE not in token_hash(TOKEN)


class TestScores:
    @pytest.mark.parametrize(("levels", "score"), [(GOOD, Fraction(100)), (MIXED, Fraction(140, 3))])
    def test_a_card_is_worth_the_mean_by_weight_exactly(self, levels: dict[str, str], score: Fraction):
        assert card_score(RULES, levels) == score

    def test_a_tally_counts_equal_cards_together_and_rounds_nothing(self):
        found = tally(RULES, [(GOOD, 2), (MIXED, 3)])
        assert (found.cards, found.total) == (5, Fraction(340))

    def test_no_cards_are_nothing(self):
        assert tally(RULES, []).cards == 0


class TestAnswers:
    def problems(self, remark: str = "", **levels: str) -> list[tuple[str, str | None]]:
        return [(one.code.name, one.field) for one in problems_of(RULES, levels, remark)]

    def test_every_item_wants_a_level_of_the_policy(self):
        assert self.problems(**GOOD) == []
        assert self.problems(attitude="good") == [("REQUIRED", "effect")]
        assert self.problems(attitude="100", effect="") == [("REQUIRED", "attitude"), ("REQUIRED", "effect")]

    def test_all_that_is_wrong_is_named_at_once(self):
        assert self.problems("长" * 21) == [("REQUIRED", "attitude"), ("REQUIRED", "effect"), ("BAD_INPUT", "remark")]

    def test_a_remark_may_be_as_long_as_the_policy_says(self):
        assert self.problems("长" * 20, **GOOD) == []

    def test_a_remark_has_one_kind_of_line_end_and_no_control_characters(self):
        assert clean_remark(RULES, " 好\r\n很好\r不错\x00\x1b[2J ") == "好\n很好\n不错[2J"

    def test_a_scheme_without_remarks_keeps_none(self):
        assert clean_remark(RULES.model_copy(update={"remark": False}), "好") == ""


class TestStates:
    def state(self, now: Any, **changes: Any) -> CardState:
        until = now + timedelta(days=1)
        given = {"used": False, "cancelled": False, "valid_until": until, "counting": True, "now": now}
        return state_of(**{**given, **changes})

    def test_a_fresh_card_is_open(self, now: Any):
        assert self.state(now) is CardState.OPEN

    def test_a_card_ends_with_its_term(self, now: Any):
        assert self.state(now, valid_until=now + timedelta.resolution) is CardState.OPEN
        assert self.state(now, valid_until=now) is CardState.EXPIRED

    def test_a_card_ends_with_the_score(self, now: Any):
        assert self.state(now, counting=False) is CardState.EXPIRED

    def test_what_was_used_stays_used_whatever_comes_after(self, now: Any):
        assert self.state(now, used=True, cancelled=True, valid_until=now, counting=False) is CardState.USED

    def test_a_cancelled_card_is_void(self, now: Any):
        assert self.state(now, cancelled=True, counting=False) is CardState.VOID


@pytest.mark.parametrize(
    ("stages", "changing", "waiting"),
    [
        ([], True, False),
        (["self_summary", "aggregation"], True, True),
        (["aggregation", "excluded", "cancelled"], True, True),
        (["excluded"], True, False),
        (["aggregation", "review"], False, False),
        (["archived"], False, False),
    ],
)
def test_inputs_change_until_the_first_score(stages: list[str], changing: bool, waiting: bool):
    assert (still_changing(stages), under_way(stages)) == (changing, waiting)
