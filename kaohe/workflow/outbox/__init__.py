"""The outbox (发件箱): effects that leave after the commit, each at least once."""

from kaohe.workflow.outbox.failed import failed, replay
from kaohe.workflow.outbox.relay import HINT, relay, relay_next
from kaohe.workflow.outbox.tell import tell

__all__ = ["HINT", "failed", "relay", "relay_next", "replay", "tell"]
