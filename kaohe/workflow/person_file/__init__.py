"""The cadre growth file (干部成长档案, S0-29, S0-30)."""

from kaohe.workflow.person_file.read import person_file

__all__ = ["person_file"]
