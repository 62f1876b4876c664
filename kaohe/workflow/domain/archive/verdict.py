"""The verdict (验证结论) on an archive, in words for the person who asked."""

from dataclasses import dataclass
from datetime import datetime

from kaohe.workflow.domain.archive.findings import Finding
from kaohe.workflow.domain.calendar import BUSINESS_ZONE


@dataclass(frozen=True, slots=True)
class Verdict:
    """`keys` names the keys that signed; `known` says that they are among those the asker trusts.

    `differing` counts the people whose result stands on facts that have changed since, as the sealed results say.
    """

    finding: Finding | None = None
    sealed: bool = False
    known: bool = False
    title: str = ""
    as_of: str = ""
    cases: int = 0
    differing: int = 0
    keys: tuple[str, ...] = ()

    @property
    def intact(self) -> bool:
        """Whether this is a sealed archive in which nothing has been altered. A draft is not."""
        return self.finding is None and self.sealed

    def lines(self) -> list[str]:
        """What to print."""
        if self.finding is not None:
            return [f"不完好 · NOT intact: {self.finding}"]
        if not self.sealed:
            return [f"草稿，未封存 · draft, not sealed: {self.title}", *self._notes()]
        return [
            f"完好 · intact: {self.title}",
            f"{self.cases} 人，封存于 {self._when()} · {self.cases} cases, sealed at {self._when()}",
            *self._notes(),
        ]

    def _when(self) -> str:
        return f"{datetime.fromisoformat(self.as_of).astimezone(BUSINESS_ZONE):%Y-%m-%d %H:%M} (Asia/Shanghai)"

    def _notes(self) -> list[str]:
        notes = [self._signed_by()]
        if self.differing:
            notes.append(
                f"{self.differing} 人的结果依据汇总时的数据，此后数据有变，封存时已注明 · {self.differing} results rest on "
                "facts that had changed by the time of sealing, as the sealed results say"
            )
        return notes

    def _signed_by(self) -> str:
        keys = ", ".join(self.keys)
        if self.known:
            return f"签名密钥与所给公钥一致 · signed by the given key: {keys}"
        return (
            f"签名密钥 {keys}：请与封存单位公布的公钥核对，或用 --public-key 验证 · signed by {keys}: compare it with the key "
            "that the body has published, or give that as --public-key"
        )
