"""Rosters (花名册): units, people with posts and roles, assignments, relatives, circumstances, accounts."""

from kaohe.workflow.imports.roster.prepare import prepare_roster

__all__ = ["prepare_roster"]
