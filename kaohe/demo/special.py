"""Who in the demo is more than a name, by staff number: 3, two digits for the unit's place, three for the seat.

Units come in the order of `bureau.UNITS` and `bureau.OUTSIDE`. Seat 001 is the head, 002 the clerk.
"""

#: Memorable logins. 信访室 (07) is its leader, its clerk and one more, so that a newcomer can take a whole unit through
#: by hand; 301006 is in charge of it.
LOGINS = {
    "302005": "office",
    "307002": "clerk",
    "307001": "leader",
    "301006": "incharge",
    "301001": "chief",
    "303006": "secretary",
    "301002": "member",
    "322001": "approver1",
    "323001": "approver2",
    "313004": "admin",
    "307003": "person",
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

#: Who of the shown unit has handed in already, so that its clerk finds work on her desk.
SUMMARIES = {
    "307001": "本季度接待来访四十六批，办结信访事项三十一件，化解积案两件；组织开展领导接访日活动三次，按期答复率百分之百。",
}
