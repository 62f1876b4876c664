"""Bodies, units, people, posts and roles (考核主体、单位、人员、岗位、角色)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kaohe.schema.base import Base, Owned, one_of, owned_fk

ASSIGNMENT_KINDS = ("training", "special_work", "aid", "temporary_post", "service_window", "loan")


class Body(Base):
    """考核主体: the tenant, whose party committee decides."""

    __tablename__ = "body"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class Unit(Owned, Base):
    """单位/科所队. The unit without a parent is the body itself; its main leader heads the body.

    `outside` marks a unit that is no part of the body but assesses some of its people (S3-12..14). `unit_class` is the
    key of one of a policy's classes (S0-9, S1-17).
    """

    __tablename__ = "unit"
    __table_args__ = (
        UniqueConstraint("body_id", "key"),
        Index(None, "body_id", "parent_id"),
        owned_fk("parent_id", "unit"),
    )

    key: Mapped[str]
    name: Mapped[str]
    parent_id: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)
    outside: Mapped[bool] = mapped_column(default=False)
    unit_class: Mapped[str] = mapped_column(default="", server_default=text("''"))


class Person(Owned, Base):
    """人员. `number` is the body's own staff number and the key of every import."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("body_id", "number"),
        Index(None, "body_id", "unit_id"),
        owned_fk("unit_id", "unit"),
    )

    number: Mapped[str]
    name: Mapped[str]
    unit_id: Mapped[int]
    post: Mapped[str] = mapped_column(default="")
    rank: Mapped[str] = mapped_column(default="")
    work_in_charge: Mapped[str] = mapped_column(default="")
    management: Mapped[str] = mapped_column(default="")
    post_category: Mapped[str] = mapped_column(default="", server_default=text("''"))
    email: Mapped[str] = mapped_column(default="", server_default=text("''"))
    active: Mapped[bool] = mapped_column(default=True)


class Assignment(Owned, Base):
    """外派: a dated assignment away from the own unit, whose kind decides the assessing unit (S3-11..14)."""

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("body_id", "person_id", "kind", "starts"),
        one_of("kind", ASSIGNMENT_KINDS),
        owned_fk("person_id", "person"),
        owned_fk("unit_id", "unit"),
    )

    person_id: Mapped[int]
    kind: Mapped[str]
    unit_id: Mapped[int | None]
    starts: Mapped[date]
    ends: Mapped[date | None]
    approval: Mapped[str] = mapped_column(default="")


class RoleGrant(Owned, Base):
    """任职/授权: a role held by a person, at a unit (`unit_id`), at an outside approver (`scope`), or at the body."""

    __tablename__ = "role_grant"
    __table_args__ = (
        UniqueConstraint("body_id", "person_id", "role", "unit_id", "scope", postgresql_nulls_not_distinct=True),
        Index(None, "body_id", "role", "unit_id"),
        owned_fk("person_id", "person"),
        owned_fk("unit_id", "unit"),
    )

    person_id: Mapped[int]
    role: Mapped[str]
    unit_id: Mapped[int | None]
    scope: Mapped[str | None]


class Substitution(Owned, Base):
    """代理 (A/B岗): one person acts under another's roles, from `starts` to `ends` (both included), for kinds of work.

    `kinds` are names of `domain.substitution.WorkKind`; it ends early when `revoked_at` is set.
    """

    __tablename__ = "substitution"
    __table_args__ = (
        Index(None, "body_id", "principal_id"),
        Index(None, "body_id", "substitute_id"),
        owned_fk("principal_id", "person"),
        owned_fk("substitute_id", "person"),
    )

    principal_id: Mapped[int]
    substitute_id: Mapped[int]
    kinds: Mapped[list[Any]]
    starts: Mapped[date]
    ends: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")
    granted_by: Mapped[int]
    granted_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[int | None]


class Relative(Owned, Base):
    """回避关系: a declared relative. Stored once a pair, read both ways."""

    __tablename__ = "relative"
    __table_args__ = (
        UniqueConstraint("body_id", "person_id", "relative_id"),
        owned_fk("person_id", "person"),
        owned_fk("relative_id", "person"),
    )

    person_id: Mapped[int]
    relative_id: Mapped[int]
    relation: Mapped[str] = mapped_column(default="")


class ImportBatch(Owned, Base):
    """导入批次: where imported rows came from (S3-53). The same file twice changes nothing."""

    __tablename__ = "import_batch"
    __table_args__ = (Index(None, "body_id", "kind", "sha256"),)

    kind: Mapped[str]
    file_name: Mapped[str]
    sha256: Mapped[str]
    rows: Mapped[int]
    summary: Mapped[dict[str, Any]]
    account_id: Mapped[int | None]
