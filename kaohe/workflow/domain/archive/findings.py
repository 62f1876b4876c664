"""What is found not to be intact: the item, and words in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """The first thing that is wrong with an archive. `item` names a member, or a place inside one."""

    item: str
    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.item}: {self.zh} · {self.en}"


class NotIntact(Exception):
    """Raised where a check finds the first thing wrong."""

    def __init__(self, item: str, zh: str, en: str) -> None:
        self.finding = Finding(item, zh, en)
        super().__init__(str(self.finding))
