"""Evaluation cards (评议卡片): issued by a unit, used once by whoever was served there, without an account (S0-20)."""

from kaohe.workflow.cards.cancel import cancel_cards
from kaohe.workflow.cards.find import Card, find_card
from kaohe.workflow.cards.issue import Issued, issue_cards
from kaohe.workflow.cards.key import card_key
from kaohe.workflow.cards.use import use_card

__all__ = ["Card", "Issued", "cancel_cards", "card_key", "find_card", "issue_cards", "use_card"]
