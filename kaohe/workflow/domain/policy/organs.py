"""What a scheme calls those who decide and those who do the daily work (组织机构)."""

from kaohe.workflow.domain.policy.base import Label, Section


class Organs(Section):
    """组织机构 · Names for minutes, notices and forms (S0-1, S3-2..4)."""

    committee: Label = "党委"
    """决定机构 · Who decides: a party committee, or a leading group for regular assessment (S0-1)."""
    committee_en: Label = "party committee"
    """决定机构英文名称 · The same in English."""
    office: Label = "考核办"
    """办事机构 · Who does the daily work (S3-4)."""
    office_en: Label = "assessment office"
    """办事机构英文名称 · The same in English."""
