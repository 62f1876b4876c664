"""What a delivery says: that something waits, where, and until when. Never a score, a grade, a ground or a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kaohe.workflow.domain.calendar import minute_words
from kaohe.workflow.domain.notices import asks, outside_words
from kaohe.workflow.domain.roles import ROLE_LABELS, Role, parts_of


@dataclass(frozen=True)
class Message:
    """One notification as it goes out. `token` identifies it for its receiver, over all attempts.

    `cycle`, `period` and `unit` say where, `due_at` (aware) until when, as far as that is known.
    """

    token: str
    kind: str
    created_at: datetime
    body: str
    assignee_key: str
    subject: str
    subject_id: int
    cycle: str | None = None
    period: str | None = None
    unit: str | None = None
    due_at: datetime | None = None
    url: str | None = None

    @classmethod
    def of(cls, row: Mapping[str, Any], url: str | None) -> "Message":
        """The message of a row that has these columns; `url` is where its reader signs in."""
        names = ("token", "kind", "created_at", "body", "assignee_key", "subject", "subject_id")
        due_at = row["due_at"] if asks(row["kind"]) else None
        return cls(
            **{name: row[name] for name in names},
            cycle=row["cycle"],
            period=row["period"],
            unit=row["unit"],
            due_at=due_at,
            url=url,
        )

    @property
    def subject_line(self) -> str:
        """One line in both languages."""
        return f"【考核】{' · '.join(outside_words(self.kind))}"

    @property
    def text(self) -> str:
        """In Chinese."""
        where = "，".join(part for part in (self.cycle, self.unit) if part)
        role = self._role()
        until = f"，请于{minute_words(self.due_at)}前办理" if self.due_at else ""
        return "".join(
            (
                "【考核】",
                f"致{ROLE_LABELS[role]}：" if role else "",
                outside_words(self.kind)[0],
                f"（{where}）" if where else "",
                until,
                f"。请登录查看：{self.url}" if self.url else "。请登录考核系统查看。",
            )
        )

    @property
    def text_en(self) -> str:
        """In English."""
        role = self._role()
        until = f", to be done before {minute_words(self.due_at)} (Asia/Shanghai)" if self.due_at else ""
        return "".join(
            (
                f"To the {role.replace('_', ' ')}: " if role else "",
                outside_words(self.kind)[1],
                f" ({self.period})" if self.period else "",
                until,
                f". Sign in: {self.url}" if self.url else ". Please sign in to the assessment system.",
            )
        )

    def _role(self) -> Role | None:
        """The role addressed, unless it is one person in his own name."""
        role, _ = parts_of(self.assignee_key)
        return None if role is Role.PERSON else role
