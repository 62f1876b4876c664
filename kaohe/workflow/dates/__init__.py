"""The dates of a cycle that runs (期限): of its stages, cases, notices, objections, tasks and deadline rows.

Each is an event and a term: what happened is kept, the date is worked out from it. So a date can be worked out again
at any time, with another calendar, after a pause or an extension, and comes out the same where nothing has changed.
"""

from kaohe.workflow.dates.recompute import Redated, follow_stages, recompute
from kaohe.workflow.dates.rule import AsPlanned, FromBasis
from kaohe.workflow.dates.stages import plan_cycle

__all__ = ["AsPlanned", "FromBasis", "Redated", "follow_stages", "plan_cycle", "recompute"]
