"""The policy (实施细则) as data: how one body assesses, read from TOML and checked with line and field."""

from kaohe.workflow.domain.policy.load import PolicyError, load_policy
from kaohe.workflow.domain.policy.model import Policy

__all__ = ["Policy", "PolicyError", "load_policy"]
