"""Every kind of caller of the small bureau, and which of them a permission means for the case of a1."""

from kaohe.workflow.domain.charts import Who

CALLERS = (
    "a1",
    "a2",
    "b1",
    "a_clerk",
    "b_clerk",
    "a_leader",
    "b_leader",
    "deputy",
    "chief",
    "member3",
    "office",
    "secretary",
    "inspector",
    "authority",
    "admin",
)

#: Another body's office, and nobody.
STRANGERS = ("foreign-office", None)

UNIT_A = ("a1", "a2", "a_clerk", "a_leader")

#: Who may call, for what concerns a1 of unit a. Who holds a task differs from one mutation to the next.
MEANT: dict[Who, tuple[str, ...]] = {
    Who.SELF: ("a1",),
    Who.CLERK: ("a_clerk", "a_leader", "deputy"),
    Who.OFFICE: ("office",),
    Who.SUPERIOR: ("chief",),
    Who.RATER: (*UNIT_A, "deputy", "chief"),
    Who.SECRETARY: ("secretary",),
    Who.OUTSIDE: ("inspector",),
    Who.UNIT_MEMBER: UNIT_A,
    Who.ADMINISTRATOR: ("admin",),
    Who.SIGNED_IN: CALLERS,
    Who.ANYONE: CALLERS,
}
