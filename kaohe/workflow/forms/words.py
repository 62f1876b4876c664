"""Words that forms print for what is stored as a key."""

OUTCOMES = {
    "graded": "确定等次",
    "comment_only": "只写评语，不确定等次",
    "pending": "暂不确定等次，待结案后补定",
    "not_determined": "参加考核，不确定等次",
    "refused": "无正当理由不参加考核",
    "not_taking_part": "不参加本周期考核",
}

SANCTIONS = {
    "warning": "警告",
    "serious_warning": "严重警告",
    "demerit": "记过",
    "major_demerit": "记大过",
    "demotion": "降级",
    "removal": "撤职",
}

CIRCUMSTANCES = {"probation": "试用期", "investigation": "立案审查调查", "sanction": "处分", "refused": "不参加考核"}

DECISIONS = {
    "accepted": "同意所报等次",
    "rejected": "不同意评定为优秀等次",
    "added": "{committee}增定",
    "changed": "{committee}调整",
    "not_graded": "不确定等次",
}

METHODS = {"meeting_comment": "会议点评", "individual_talk": "个别谈话", "written_delivery": "书面送达"}

ACKNOWLEDGEMENTS = {"signed": "本人已签字", "refused": "本人拒签", "deemed": "逾期视为已知悉"}
