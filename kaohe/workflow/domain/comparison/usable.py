"""What another policy can use of facts that were collected under the first one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from kaohe.workflow.domain.comparison.inputs import Wanted, has, wanted
from kaohe.workflow.domain.comparison.model import ProblemKind, Side
from kaohe.workflow.domain.comparison.noted import Noted, Notes
from kaohe.workflow.domain.comparison.weighing import weighed_by
from kaohe.workflow.domain.facts.model import BallotTally, PersonFacts, ScoredMatter
from kaohe.workflow.domain.policy import Policy
from kaohe.workflow.domain.policy.ballots import Box
from kaohe.workflow.domain.policy.parts import UnitBonus
from kaohe.workflow.domain.policy.records import RecordKind
from kaohe.workflow.domain.policy.scoring import CommonIndicators, Deduction, Incentive

#: Under which rules a ballot is cast. Weights are left out: counted ballots are weighed anew.
_CAST_BY = ("lowest", "highest", "step", "high_from", "high_share", "high_rounding", "rater_sets")


@dataclass(frozen=True)
class Bridge:
    """From the policy that the facts fit to the other one; what they share is worked out once for all people."""

    before: Policy
    after: Policy

    def carry(self, person: PersonFacts, notes: Notes) -> PersonFacts:
        """The person's facts as far as the second policy can use them; what is lost or comes about otherwise is noted."""
        return replace(
            person,
            unit_class=self._unit_class(person, notes),
            common={key: score for key, score in (person.common or {}).items() if key in self._indicators},
            ballots=self._ballots(person, notes),
            ballot_scores=self._ballot_scores(person, notes),
            unit_items={key: score for key, score in person.unit_items.items() if key in self._items},
            records={kind: count for kind, count in person.records.items() if kind in self._kinds},
            claims=self._matters(person, "claims", self._bonuses, notes),
            deductions=self._matters(person, "deductions", self._deductions, notes),
        )

    def note_inputs(self, person: PersonFacts, missing: Iterable[str], notes: Notes) -> None:
        """Note what the second policy wants and the facts lack, and the other way round; `missing` is what its rules
        could not do without."""
        old, new = self._wanted_of(person)
        for name in missing:
            source = _input_of(name, new)
            if name == source and name.startswith("ballots.") and has(person, name):
                continue  # they are there but could not be used, and are noted so
            problem = ProblemKind.MISSING if source in old else ProblemKind.NEVER_COLLECTED
            label = new[source].label if source in new else name
            notes[Noted(problem, Side.AFTER, name, label)] += 1
        for name, one in new.items():
            if name not in old and one.effect is not ProblemKind.MISSING and not has(person, name):
                notes[Noted(one.effect, Side.AFTER, name, one.label)] += 1
        for name, one in old.items():
            if name not in new and has(person, name):
                notes[Noted(ProblemKind.UNUSED, Side.AFTER, name, one.label)] += 1
        for kind in self._records_otherwise:
            if f"records.{kind}" in new and kind in person.records:
                label = new[f"records.{kind}"].label
                notes[Noted(ProblemKind.COLLECTED_OTHERWISE, Side.AFTER, f"records.{kind}", label)] += 1

    def note_missing_before(self, person: PersonFacts, missing: Iterable[str], notes: Notes) -> None:
        """Note what the first policy still waits for."""
        old, _ = self._wanted_of(person)
        for name in missing:
            source = _input_of(name, old)
            notes[Noted(ProblemKind.MISSING, Side.BEFORE, name, old[source].label if source in old else name)] += 1

    def _wanted_of(self, person: PersonFacts) -> tuple[Mapping[str, Wanted], Mapping[str, Wanted]]:
        if person.unit_class not in self._wanted:
            old, new = (wanted(one, one.class_of(person.unit_class)) for one in (self.before, self.after))
            self._wanted[person.unit_class] = old, new
        return self._wanted[person.unit_class]

    def _unit_class(self, person: PersonFacts, notes: Notes) -> str:
        if not self._classes or person.unit_class in self._classes:
            return person.unit_class if self._classes else ""
        label = next((one.label for one in self.before.unit_classes if one.key == person.unit_class), "-")
        notes[Noted(ProblemKind.OTHER_CLASS, Side.AFTER, "unit_class", label)] += 1
        return ""

    def _ballots(self, person: PersonFacts, notes: Notes) -> dict[str, tuple[BallotTally, ...]]:
        carried = {}
        for key, tallies in person.ballots.items():
            if key not in self._boxes:
                continue
            found = weighed_by(self._boxes[key], self.before.ballots.box(key), tallies)
            self._note_box(ProblemKind.BALLOTS_UNUSABLE if found is None else None, key, notes)
            if found is not None:
                carried[key] = found
        return carried

    def _ballot_scores(self, person: PersonFacts, notes: Notes) -> dict[str, Any]:
        carried = {}
        for key, scores in person.ballot_scores.items():
            if key not in self._boxes:
                continue
            box, leaves = self._boxes[key], list(scores)
            unusable = bool(box.unknown(leaves) or box.divided_twice(leaves))
            self._note_box(ProblemKind.BALLOTS_UNUSABLE if unusable else None, key, notes)
            if not unusable:
                carried[key] = scores
        return carried

    def _note_box(self, kind: ProblemKind | None, key: str, notes: Notes) -> None:
        box, old = self._boxes[key], self.before.ballots.box(key)
        if kind is None and all(getattr(box, name) == getattr(old, name) for name in _CAST_BY):
            return
        notes[Noted(kind or ProblemKind.COLLECTED_OTHERWISE, Side.AFTER, f"ballots.{key}", box.label)] += 1

    def _matters(
        self, person: PersonFacts, source: str, most: Mapping[str, Decimal], notes: Notes
    ) -> tuple[ScoredMatter, ...]:
        """Those with a standard of the second policy. More points than it gives at most are cut."""
        given: tuple[ScoredMatter, ...] = getattr(person, source)
        known = [one for one in given if one.standard in most]
        _, new = self._wanted_of(person)
        for standard in {one.standard for one in known if one.points > most[one.standard]}:
            name = f"{source}.{standard}"
            notes[Noted(ProblemKind.CUT, Side.AFTER, name, new[name].label if name in new else standard)] += 1
        return tuple(replace(one, points=min(one.points, most[one.standard])) for one in known)

    @cached_property
    def _wanted(self) -> dict[str, tuple[Mapping[str, Wanted], Mapping[str, Wanted]]]:
        """What `_wanted_of` has found before, by class of unit."""
        return {}

    @cached_property
    def _classes(self) -> frozenset[str]:
        return frozenset(one.key for one in self.after.unit_classes)

    @cached_property
    def _indicators(self) -> frozenset[str]:
        found = (part for part in self.after.scoring.parts if isinstance(part, CommonIndicators))
        return frozenset(one.key for part in found for one in part.indicators)

    @cached_property
    def _items(self) -> frozenset[str]:
        found = (part for part in self.after.scoring.parts if isinstance(part, UnitBonus))
        return frozenset(one.key for part in found for one in part.items)

    @cached_property
    def _boxes(self) -> dict[str, Box]:
        return {box.key: box for box in self.after.ballots.boxes}

    @cached_property
    def _bonuses(self) -> dict[str, Decimal]:
        return self._most(Incentive)

    @cached_property
    def _deductions(self) -> dict[str, Decimal]:
        return self._most(Deduction)

    def _most(self, kind: type[Incentive] | type[Deduction]) -> dict[str, Decimal]:
        """Standard → the most points that it gives."""
        found = (part for part in self.after.scoring.parts if isinstance(part, kind))
        return {one.key: one.points for part in found for one in part.standards}

    @cached_property
    def _kinds(self) -> frozenset[RecordKind]:
        return frozenset(kind for kind, _ in self.after.records.kinds())

    @cached_property
    def _records_otherwise(self) -> list[RecordKind]:
        """The kinds of record that both have, under different rules."""
        old = dict(self.before.records.kinds())
        return [kind for kind, rules in self.after.records.kinds() if kind in old and old[kind] != rules]


def _input_of(missing: str, known: Mapping[str, Wanted]) -> str:
    """The input that a missing one belongs to: `monthly` for monthly.2026-01, `ballots.q` for ballots.q.peer."""
    parts = missing.split(".")
    names = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((name for name in names if name in known), missing)
