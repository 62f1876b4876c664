"""Checking what was filled in: every rule that it violates is collected, and refused at once."""

from kaohe.workflow.domain.addresses import is_address
from kaohe.workflow.domain.guards.inputs import is_blank
from kaohe.workflow.domain.refusals import Code, Refusal, Refused


class Form:
    """The refusals of one request."""

    def __init__(self) -> None:
        self._refusals: list[Refusal] = []

    def text(self, field: str, label: str, label_en: str, value: str, limit: int, *, required: bool = True) -> str:
        """The text without blanks at its ends; a refusal where nothing can be read in it, or it is longer than
        `limit`."""
        trimmed = value.strip()
        if required and is_blank(trimmed):
            self.refuse(Code.REQUIRED, field, label=label, label_en=label_en)
        if len(trimmed) > limit:
            self.bad(field, f"{label}最长{limit}字", f"{label_en} has at most {limit} characters")
        return trimmed

    def email(self, field: str, value: str) -> str:
        """An e-mail address, or nothing; a refusal where it is written as none."""
        trimmed = value.strip()
        if trimmed and not is_address(trimmed):
            self.bad(field, "邮箱格式有误", "this is no e-mail address")
        return trimmed

    def bad(self, field: str, problem: str, problem_en: str) -> None:
        """A refusal in words of its own."""
        self.refuse(Code.BAD_INPUT, field, problem=problem, problem_en=problem_en)

    def refuse(self, code: Code, field: str, **params: object) -> None:
        """A refusal by its code."""
        self.add(Refusal(code, field, params))

    def add(self, *refusals: Refusal) -> None:
        """Refusals found elsewhere."""
        self._refusals.extend(refusals)

    def check(self) -> None:
        """Raise Refused with all that was found, if anything was."""
        if self._refusals:
            raise Refused(self._refusals)
