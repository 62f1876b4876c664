"""What the secretary records of a session."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal


@dataclass(frozen=True)
class DecisionInput:
    """One person's decision: a grade (none for who is not graded), with a reason where it departs from the unit's."""

    assessment_id: int
    grade: str | None = None
    reason: str = ""


@dataclass(frozen=True)
class SessionInput:
    """One session. `rest="accept"` accepts everybody else who waits for a decision as suggested; "leave" leaves them
    to a later, supplementary session."""

    held_at: datetime
    attendee_ids: Sequence[int]
    minutes: str
    decisions: Sequence[DecisionInput] = field(default_factory=tuple)
    rest: Literal["accept", "leave"] = "leave"
