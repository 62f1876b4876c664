"""A box of anonymous ballots as a policy writes it."""

#: Everybody of unit a rates the others: its leader as `main`, the leaders above as `deputy`, members as peers or others.
BOX = """
[[ballots.boxes]]
key = "quarter"
label = "季度评分"
term = { working_days = 3 }
external_below = 0
fewest_external = 3

[[ballots.boxes.categories]]
key = "leader"
label = "领导主评"
weight = 4
parts = [
    { key = "main", label = "主要领导", weight = 6 },
    { key = "deputy", label = "分管领导", weight = 4 },
]

[[ballots.boxes.categories]]
key = "peer"
label = "同级互评"
weight = 3

[[ballots.boxes.categories]]
key = "other"
label = "其他参评"
weight = 3

[[ballots.boxes.rater_sets]]
raters = [
    { group = "superior_leaders", of_main_leader = "main", of_deputy = "deputy", of_staff = "deputy" },
    { group = "main_leader", of_deputy = "main", of_staff = "main" },
    { group = "staff", of_main_leader = "other", of_deputy = "other", of_staff = "peer" },
    { group = "external", of_main_leader = "other", of_deputy = "other", of_staff = "other" },
]
"""
