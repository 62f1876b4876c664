"""The outbox (发件箱): effects that leave after the commit, each at least once."""

from kaohe.workflow.outbox.relay import relay

__all__ = ["relay"]
