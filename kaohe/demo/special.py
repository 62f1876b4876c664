"""Who in the demo is more than a name, by staff number: 3, two digits for the unit's place, three for the seat.

Units come in the order of `bureau.UNITS` and `bureau.OUTSIDE`. Seat 001 is the head, 002 the clerk.
"""

#: Memorable logins. 石门派出所 (18) has its clerk, leader and a plain person; 301008 is in charge of it.
LOGINS = {
    "302005": "office",
    "318002": "clerk",
    "318001": "leader",
    "301008": "incharge",
    "303006": "secretary",
    "301002": "member",
    "322001": "approver1",
    "323001": "approver2",
    "313004": "admin",
    "318010": "person",
}

#: Roles beside those that come with a seat. The head of the political section leads the office and sits on the
#: committee (S3-4), so that his own case goes one step up; the command centre's clerk serves the bureau leaders too.
ROLES = {
    "302001": ("office", "committee_member"),
    "302003": ("office",),
    "302005": ("office",),
    "303002": ("unit_clerk@psb",),
    "303006": ("committee_secretary",),
    "313004": ("administrator",),
    "322001": ("outside_approver@inspection_group",),
    "323001": ("outside_approver@county_authority",),
}

#: Work elsewhere: kind, receiving unit, first day, last day, approval (S3-11..14). One loan lacks its approval.
ASSIGNMENTS = {
    "309009": ("派驻窗口", "fuwu", "2025-03-01", "", ""),
    "309010": ("派驻窗口", "fuwu", "2025-03-01", "", ""),
    "310020": ("派驻窗口", "fuwu", "2025-06-16", "", ""),
    "305006": ("挂职", "qingshan", "2025-09-01", "", "县委组织部任〔2025〕41号"),
    "310031": ("援派", "yuanpai", "2025-08-15", "", "市公安局政〔2025〕12号"),
    "316015": ("借用", "xingzhen", "2025-11-03", "", "县委组织部借〔2025〕17号"),
    "309014": ("借用", "zhihui", "2025-12-01", "", ""),
    "313006": ("培训", "", "2025-10-10", "", ""),
    "308030": ("专项工作", "", "2025-10-20", "", ""),
}

#: A pair of relatives in one unit: the head of 河口派出所 keeps away from his cousin's case.
RELATIVES = (("317001", "317012", "表兄弟"),)

#: Circumstances: person, kind, kind of sanction, first day, last day, note (N-8, N-11).
CIRCUMSTANCES = (
    ("315038", "试用期", "", "2025-12-01", "", "2025年度新录用"),
    ("310027", "立案调查", "", "2025-12-22", "", "县纪委监委立案"),
)

#: On sick leave for more than half of every month: no grade is determined (N-10).
LONG_SICK = "314011"

#: Colleagues of the shown unit who have handed in already, so that its clerk finds work on her desk.
SUMMARIES = {
    "318003": "本季度协助所长抓队伍管理和执法质量，组织执法考评三次，整改问题十一项；辖区刑事警情同比下降百分之八。",
    "318011": "本季度受理案件十四起，办结十二起，移送起诉三人；参加夜间巡逻二十六次，调处邻里纠纷九起。",
    "318012": "本季度走访住户四百余户，更新实有人口信息三百二十条，开展反诈宣传六场，劝阻潜在受害人五名。",
}
