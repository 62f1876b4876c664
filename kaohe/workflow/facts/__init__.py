"""Facts (考核数据): what the rules need to know of people's cases, gathered by set-based SQL."""

from kaohe.workflow.facts.gather import gather
from kaohe.workflow.facts.outcomes import outcomes_of

__all__ = ["gather", "outcomes_of"]
