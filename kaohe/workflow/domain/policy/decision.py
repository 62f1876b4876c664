"""How the party committee decides (党委研究决定)."""

from fractions import Fraction

from kaohe.workflow.domain.policy.base import Flag, Section, Share


class Decision(Section):
    """党委研究决定 · The committee's session (S3-34)."""

    quorum: Share = Fraction(1, 2)
    """法定人数 · The share of the committee's members that must be present."""
    quorum_strict: Flag = True
    """是否必须超过 · True: more than that share must be present, so exactly half is not enough; false: it is."""
    minutes_required: Flag = True
    """是否须有会议纪要 · Whether a session without minutes is refused."""

    def has_quorum(self, present: int, members: int) -> bool:
        """Whether `present` of `members` committee members may decide."""
        needed = self.quorum * members
        return present > needed if self.quorum_strict else present >= needed
