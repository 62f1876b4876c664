"""The leader's appraisal (领导鉴定): each level assesses the next (一级考核一级, S0-16)."""

from kaohe.workflow.domain.appraisal.appraisers import appraiser_keys
from kaohe.workflow.domain.appraisal.part import part_of_class

__all__ = ["appraiser_keys", "part_of_class"]
