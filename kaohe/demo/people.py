"""The demo's people, unit by unit: generated, always the same, with the cases that an office meets in a year."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kaohe.demo.bureau import COUNTY_HEADS, LEADERS, OUTSIDE, ROOT, SEED, UNITS, VACANT, UnitPlan
from kaohe.demo.names import names
from kaohe.demo.special import ASSIGNMENTS, LOGINS, ROLES

_CAPTAIN_OF = 6
"""One deputy for so many people."""

_HEAD_RANKS = ("一级主任科员", "二级主任科员", "一级警长", "二级警长")
_DEPUTY_RANKS = ("三级主任科员", "四级主任科员", "二级警长", "三级警长")
_STAFF_RANKS = ("二级警长", "三级警长", "四级警长", "四级警长", "一级警员", "一级警员", "二级警员")


@dataclass(frozen=True, slots=True)
class Person:
    """A row of the roster's people, by the columns of `kaohe.workflow.imports.roster.tables`."""

    number: str
    name: str
    unit: str
    post: str
    rank: str
    work_in_charge: str
    management: str = ""
    post_category: str = "业务岗"
    roles: tuple[str, ...] = ()
    assignment: tuple[str, str, str, str, str] = field(default=("", "", "", "", ""))
    login: str = ""


def people() -> list[Person]:
    """Everybody: the 326 of the bureau, then the guests of outside units."""
    name = names(SEED)
    choose = random.Random(SEED)  # noqa: S311 - nothing depends on its secrecy
    found = [
        person
        for place, unit in enumerate((*UNITS, *OUTSIDE), start=1)
        for person in (_leaders(name) if unit.key == ROOT else _members(unit, place, name, choose))
    ]
    return [_special(person) for person in found]


def _leaders(name: Iterator[str]) -> Iterator[Person]:
    """The bureau's leaders: the committee, each in charge of some units."""
    for place, leader in enumerate(LEADERS):
        charge = [f"leader_in_charge@{unit.key}" for unit in (*UNITS, *OUTSIDE) if unit.charge == place]
        yield Person(
            number=_number(1, place),
            name=next(name),
            unit=ROOT,
            post=leader.post,
            rank=leader.rank,
            work_in_charge=leader.work,
            management="县管" if leader.county else "",
            post_category="领导岗",
            roles=(
                *([f"main_leader@{ROOT}"] if place == 0 else []),
                *(["committee_member"] if leader.member else []),
                *charge,
            ),
        )


def _members(unit: UnitPlan, place: int, name: Iterator[str], choose: random.Random) -> Iterator[Person]:
    """The head, a political instructor and deputies in larger units, the clerk, and the rest."""
    deputies = unit.size // _CAPTAIN_OF
    for seat in range(unit.size):
        person = Person(_number(place, seat), next(name), unit.key, unit.staff, choose.choice(_STAFF_RANKS), "")
        if seat == 0:
            person = _head(unit, person, choose)
        elif seat == 1:
            person = replace(
                person,
                post=f"内勤{unit.staff}",
                work_in_charge="内勤、考核经办",
                post_category="综合岗",
                roles=(f"unit_clerk@{unit.key}",),
            )
        elif seat < 2 + deputies:
            post = "教导员" if seat == 2 and unit.size > 20 else f"副{unit.head}"
            person = replace(
                person,
                post=post,
                rank=choose.choice(_DEPUTY_RANKS),
                work_in_charge=choose.choice(unit.work),
                post_category="领导岗",
            )
        else:
            person = replace(person, work_in_charge=choose.choice(unit.work))
        yield replace(person, rank="") if unit.outside else person


def _head(unit: UnitPlan, person: Person, choose: random.Random) -> Person:
    person = replace(person, post_category="领导岗")
    if unit.key == VACANT:
        return replace(person, post=f"副{unit.head}", rank=choose.choice(_DEPUTY_RANKS), work_in_charge="临时负责")
    return replace(
        person,
        post=unit.head,
        rank=choose.choice(_HEAD_RANKS),
        work_in_charge="主持全面工作",
        management="县管" if unit.key in COUNTY_HEADS else "",
        roles=(f"main_leader@{unit.key}",),
    )


def _special(person: Person) -> Person:
    """What `special` says of this one, beside what his seat says."""
    return replace(
        person,
        roles=(*person.roles, *ROLES.get(person.number, ())),
        assignment=ASSIGNMENTS.get(person.number, person.assignment),
        login=LOGINS.get(person.number, ""),
    )


def _number(place: int, seat: int) -> str:
    """The staff number: the unit's place and the seat in it."""
    return f"3{place:02}{seat + 1:03}"
