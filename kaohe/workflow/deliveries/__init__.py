"""Deliveries (外发): what leaves the system by mail and webhook, each at least once."""

from kaohe.workflow.deliveries.channels import Channel, channels_of
from kaohe.workflow.deliveries.deliver import deliver
from kaohe.workflow.deliveries.failed import failed, replay
from kaohe.workflow.deliveries.offer import offer
from kaohe.workflow.deliveries.prepare import prepare
from kaohe.workflow.deliveries.senders import Senders

__all__ = ["Channel", "Senders", "channels_of", "deliver", "failed", "offer", "prepare", "replay"]
