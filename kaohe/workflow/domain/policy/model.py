"""The policy (实施细则): how one body assesses, as data."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from kaohe.workflow.domain.policy.appeal import Appeal
from kaohe.workflow.domain.policy.archive import Archive
from kaohe.workflow.domain.policy.ballots import Ballots
from kaohe.workflow.domain.policy.base import Label, Section
from kaohe.workflow.domain.policy.cards import Cards
from kaohe.workflow.domain.policy.cycle import CycleRules, Scope
from kaohe.workflow.domain.policy.decision import Decision
from kaohe.workflow.domain.policy.feedback import Feedback
from kaohe.workflow.domain.policy.grades import Grade
from kaohe.workflow.domain.policy.organs import Organs
from kaohe.workflow.domain.policy.outcomes import Outcomes
from kaohe.workflow.domain.policy.participation import Participation
from kaohe.workflow.domain.policy.publicity import Publicity
from kaohe.workflow.domain.policy.quota import Quota
from kaohe.workflow.domain.policy.records import Records
from kaohe.workflow.domain.policy.review import Review
from kaohe.workflow.domain.policy.scoring import Scoring
from kaohe.workflow.domain.policy.stages import StageRules, Stages
from kaohe.workflow.domain.policy.supervision import Supervision
from kaohe.workflow.domain.policy.units import UnitClass
from kaohe.workflow.domain.terms import Term


class Policy(Section):
    """实施细则 · How one body assesses its people. A version is immutable once a cycle has used it."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=64)]
    """代码 · The scheme's name, the same over all its versions."""
    name: Label
    """名称 · Its name in Chinese."""
    name_en: Label
    """英文名称 · Its name in English."""
    version: Label
    """版本 · The version, written as a string."""
    status: Literal["trial", "in_force"]
    """状态:试行或正式施行 · On trial or in force (S0-2)."""
    effective_from: date
    """施行日期 · The first day on which the version may be used."""
    effective_to: date | None = None
    """失效日期 · The last such day, if it is known."""
    basis: str = ""
    """依据 · The documents that it rests on (S3-1)."""
    cycle: CycleRules = CycleRules()
    """考核周期 · The cycle."""
    organs: Organs = Organs()
    """组织机构 · What the scheme calls those who decide and those who do the daily work."""
    unit_classes: tuple[UnitClass, ...] = ()
    """单位分类 · The classes of units; none: all units are alike."""
    scope: Scope = Scope()
    """考核对象范围 · Whom it covers."""
    grades: tuple[Grade, ...] = Field(min_length=2)
    """等次 · The grades."""
    stages: Stages = Stages()
    """各环节 · The stages and their deadlines."""
    participation: Participation = Participation()
    """参加考核 · Who is assessed where."""
    records: Records = Records()
    """工作纪实 · What people record of their work."""
    ballots: Ballots = Ballots()
    """无痕化打分 · The ballots."""
    cards: Cards = Cards()
    """评议卡片 · The evaluation cards."""
    scoring: Scoring
    """计分 · How the score is put together."""
    quota: Quota = Quota()
    """名额 · How many people may have the limited grade."""
    outcomes: Outcomes = Outcomes()
    """特殊情形 · Who gets no ordinary grade."""
    review: Review
    """审核评鉴 · Who reviews."""
    decision: Decision = Decision()
    """党委研究决定 · How the committee decides."""
    publicity: Publicity = Publicity()
    """公示 · How results are publicised."""
    appeal: Appeal = Appeal()
    """异议与核准 · Objections and outside approvals."""
    feedback: Feedback = Feedback()
    """结果反馈 · How results are told."""
    supervision: Supervision = Supervision()
    """督导 · How the level above guides and manages units."""
    archive: Archive = Archive()
    """归档 · How long results are kept."""

    def grade(self, key: str) -> Grade:
        """The grade of that key; KeyError when the scheme has none."""
        for grade in self.grades:
            if grade.key == key:
                return grade
        raise KeyError(key)

    def class_of(self, unit_class: str) -> str:
        """The class that a unit registered under `unit_class` belongs to: that one, or the default; "" without any."""
        for one in self.unit_classes:
            if one.key == unit_class:
                return unit_class
        return next((one.key for one in self.unit_classes if one.default), "")

    @property
    def limited_grade(self) -> Grade:
        """The best grade, which uses places: 好 in S3."""
        return next(grade for grade in self.grades if grade.limited)

    def stage_minimum(self, stage: str) -> Term:
        """The least time in a stage, wherever the policy gives it (see `stages.OWN_TERM`)."""
        own = {"publicity": self.publicity.term, "appeal": self.appeal.window, "feedback": self.feedback.deliver_within}
        rules: StageRules = getattr(self.stages, stage)
        return own.get(stage, rules.minimum)
