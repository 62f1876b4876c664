"""What the body already has, as a roster is checked and compared against it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kaohe.workflow.imports.roster.wanted import WantedGrant

Record = Mapping[str, Any]
"""A stored row by column, `id` among them."""


@dataclass(frozen=True, slots=True)
class Known:
    """The body's rows by their natural keys. `logins` has logins in use anywhere, with the staff number if it is ours.

    `today` is the day in Asia/Shanghai; `appoints_administrators`: the importer is one himself. `unit_classes` are the
    classes of published policies, key and label → key.
    """

    today: date
    appoints_administrators: bool = False
    creates_accounts: bool = False
    unit_classes: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, Record] = field(default_factory=dict)
    people: Mapping[str, Record] = field(default_factory=dict)
    grants: Mapping[str, Mapping[WantedGrant, Record]] = field(default_factory=dict)
    assignments: Mapping[tuple[str, str, date], Record] = field(default_factory=dict)
    accounts: Mapping[str, Record] = field(default_factory=dict)
    logins: Mapping[str, str | None] = field(default_factory=dict)
    relatives: Mapping[frozenset[str], Record] = field(default_factory=dict)
    circumstances: Mapping[tuple[str, str, str | None, date], Record] = field(default_factory=dict)
