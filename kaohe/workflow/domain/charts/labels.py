"""The words for states, in Chinese and English, from the glossary."""

STATE_LABELS: dict[str, tuple[str, str]] = {
    "draft": ("草稿", "draft"),
    "self_summary": ("个人小结", "self-summary"),
    "aggregation": ("综合汇总", "aggregation"),
    "review": ("审核评鉴", "review"),
    "decision": ("党委研究决定", "party-committee decision"),
    "publicity": ("公示", "publicity"),
    "appeal": ("异议复核", "appeal"),
    "feedback": ("结果反馈", "feedback"),
    "archived": ("归档", "archived"),
    "excluded": ("不参加考核", "excluded"),
    "cancelled": ("已取消", "cancelled"),
    "open": ("未签字", "open"),
    "signed": ("主要领导已签字", "signed"),
    "consented": ("分管领导已同意", "consented"),
    "handed_in": ("已报送", "handed in"),
    "filed": ("已提出", "filed"),
    "inadmissible": ("不予受理", "inadmissible"),
    "under_review": ("复核中", "under review"),
    "dismissed": ("已驳回", "dismissed"),
    "sustained": ("异议成立", "sustained"),
    "withdrawn": ("已撤回", "withdrawn"),
    "drafted": ("筹备中", "drafted"),
    "proposed": ("外部评分人待审定", "raters proposed"),
    "approved": ("外部评分人已审定", "raters approved"),
    "closed": ("已结束", "closed"),
    "counted": ("已计票", "counted"),
    "issued": ("待答复", "issued"),
    "answered": ("已答复", "answered"),
}


def state_label(state: str) -> tuple[str, str]:
    """The Chinese and English words for a state; the state itself where there are none."""
    return STATE_LABELS.get(state, (state, state))
