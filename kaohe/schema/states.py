"""The state names that the CHECK constraints list. A test holds them equal to workflow/domain/charts."""

LOOP_STATES = (
    "self_summary",
    "aggregation",
    "review",
    "decision",
    "publicity",
    "appeal",
    "feedback",
    "archived",
)
ASSESSMENT_STATES = (*LOOP_STATES, "excluded", "cancelled")
CYCLE_STATES = ("draft", *LOOP_STATES, "cancelled")
LIST_STATES = ("open", "signed", "consented", "handed_in")
OBJECTION_STATES = ("filed", "inadmissible", "under_review", "dismissed", "sustained", "withdrawn")
BOX_STATES = ("drafted", "proposed", "approved", "open", "closed", "counted", "cancelled")
#: Those in which a worker has something to do with a box, or may soon.
TENDED_BOX_STATES = ("drafted", "approved", "open", "closed")
FINDING_STATES = ("issued", "answered", "closed")
SUBJECTS = ("assessment", "cycle", "unit_list", "objection", "ballot_box", "finding")
