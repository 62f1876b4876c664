"""Rehearsing (排练): a whole year of a body, driven over HTTP as its people would, against an injected clock."""

from kaohe.rehearsal.failures import RehearsalStopped
from kaohe.rehearsal.options import Options
from kaohe.rehearsal.report import Report
from kaohe.rehearsal.year import rehearse

__all__ = ["Options", "RehearsalStopped", "Report", "rehearse"]
