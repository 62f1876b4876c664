"""Evaluation cards (评议卡片), the pure rules: the secret link, what may be ticked, what a card is worth (S0-20)."""

from kaohe.workflow.domain.cards.answers import clean_remark, problems_of
from kaohe.workflow.domain.cards.score import card_score, tally
from kaohe.workflow.domain.cards.state import CardState, state_of
from kaohe.workflow.domain.cards.token import NONCE_BYTES, is_ours, token_hash, token_of

__all__ = [
    "NONCE_BYTES",
    "CardState",
    "card_score",
    "clean_remark",
    "is_ours",
    "problems_of",
    "state_of",
    "tally",
    "token_hash",
    "token_of",
]
