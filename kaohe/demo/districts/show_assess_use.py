"""A district that shows, assesses and uses real performance: 89 units in three classes, 1,340 cadres (S1-1, S1-17).

By rank 222 正科级, 387 副科级, 731 general (S1-31); 16 units have fewer than 8 people (S1-26).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaohe.demo.districts.seats import Roster, Seat, Unit

SEED = 20_260_301

ROOT = "district"
ORGANISATION, YOUTH_LEAGUE = "d01", "d02"

TOWNSHIPS, DISTRICT_UNITS, SUBORDINATE_UNITS = 14, 45, 30
CHIEF, DEPUTY, GENERAL = "正科级", "副科级", "一般干部"
CHIEFS, DEPUTIES = 222, 387

#: Units with fewer than 8 people: 10 district units, the Youth League (3) among them, and 6 subordinate ones.
_SMALL_DISTRICT = (3, 4, 5, 5, 6, 6, 6, 7, 7, 7)
_SMALL_SUBORDINATE = (3, 4, 5, 5, 6, 7)
_TOWNSHIP_SIZE, _USUAL_SIZE, _LARGER, _LARGER_UNITS = 30, 14, 15, 8

_LEADERS = 8
_CITY = "市管"


@dataclass(frozen=True, slots=True)
class _Plan:
    unit: Unit
    size: int


def roster(scale: int = 1) -> Roster:
    """The district. With a `scale`, only every so many-th unit: a small one for tests, with units of each class."""
    plans = [plan for place, plan in enumerate(_plans()) if place % scale == 0 or _must_be_there(plan)]
    kept = {plan.unit.key for plan in plans}
    plans = [plan for plan in plans if plan.unit.parent in {ROOT, *kept}]
    seats = [*_district(plans), *_ranked([seat for plan in plans for seat in _unit(plan, plans)])]
    return Roster([Unit(ROOT, "某区"), *(plan.unit for plan in plans)], seats, SEED)


def _must_be_there(plan: _Plan) -> bool:
    return plan.unit.key in (ORGANISATION, YOUTH_LEAGUE, "d12", "s01")


def _plans() -> Iterator[_Plan]:
    for place in range(TOWNSHIPS):
        yield _Plan(Unit(f"t{place + 1:02}", f"第{place + 1}乡镇", ROOT, "township"), _TOWNSHIP_SIZE)
    for place, size in enumerate(_district_sizes()):
        named = {0: "区委组织部", 1: "共青团区委"}.get(place, f"区直第{place + 1}单位")
        yield _Plan(Unit(f"d{place + 1:02}", named, ROOT, "district_unit"), size)
    for place, size in enumerate(_subordinate_sizes()):
        above = f"d{12 + place // 2:02}"
        yield _Plan(
            Unit(f"s{place + 1:02}", f"区直第{12 + place // 2}单位下属{place % 2 + 1}所", above, "subordinate_unit"),
            size,
        )


def _district_sizes() -> list[int]:
    larger = [_LARGER] * _LARGER_UNITS
    usual = [_USUAL_SIZE] * (DISTRICT_UNITS - len(_SMALL_DISTRICT) - len(larger))
    return [larger[0], *_SMALL_DISTRICT, *larger[1:], *usual]


def _subordinate_sizes() -> list[int]:
    return [*_SMALL_SUBORDINATE, *[_USUAL_SIZE] * (SUBORDINATE_UNITS - len(_SMALL_SUBORDINATE))]


def _district(plans: Sequence[_Plan]) -> Iterator[Seat]:
    """The district's leaders, managed by the city: they lead the body, decide, and are in charge of units."""
    tops = [plan.unit.key for plan in plans if plan.unit.parent == ROOT]
    for place in range(_LEADERS):
        charge = [f"leader_in_charge@{key}" for key in tops[place::_LEADERS]]
        head = [f"main_leader@{ROOT}"] if place == 0 else []
        post = "区委书记" if place == 0 else "区委常委"
        yield Seat(ROOT, post, "县处级", management=_CITY, roles=("committee_member", *head, *charge))


def _unit(plan: _Plan, plans: Sequence[_Plan]) -> Iterator[Seat]:
    """The main leader, deputies (one for every five people), the others; the last one is the clerk."""
    key, deputies = plan.unit.key, max(1, plan.size // 5)
    below = [one.unit.key for one in plans if one.unit.parent == key]
    for place in range(plan.size):
        if place == 0:
            yield Seat(key, "主要领导", work="主持全面工作", roles=(f"main_leader@{key}",))
        elif place <= deputies:
            charge = [f"leader_in_charge@{one}" for one in below] if place == 1 else []
            yield Seat(key, "分管领导", work="分管业务", roles=(f"deputy_leader@{key}", *charge))
        else:
            clerk = (f"unit_clerk@{key}",) if place == plan.size - 1 else ()
            yield Seat(key, "干部", work="日常工作", roles=(*clerk, *_of_the_office(plan, place, deputies)))


def _of_the_office(plan: _Plan, place: int, deputies: int) -> tuple[str, ...]:
    """The assessment office lies in the organisation department: three people, the secretary, the administrator."""
    if plan.unit.key != ORGANISATION:
        return ()
    posts = ("office", "office", "office", "committee_secretary", "administrator")
    return posts[place - deputies - 1 : place - deputies]


def _ranked(seats: Sequence[Seat]) -> Iterator[Seat]:
    """The seats with their ranks: heads of townships and district units first, then leaders by their place, until the
    district's numbers are reached."""
    share = len(seats) / 1340
    chiefs, deputies = round(CHIEFS * share), round(DEPUTIES * share)
    order = sorted(range(len(seats)), key=lambda index: (_seniority(seats[index]), index))
    ranks = {index: _rank(place, chiefs, deputies) for place, index in enumerate(order)}
    for index, seat in enumerate(seats):
        yield Seat(seat.unit, seat.post, ranks[index], seat.work, seat.management, seat.post_category, seat.roles)


def _rank(place: int, chiefs: int, deputies: int) -> str:
    if place < chiefs:
        return CHIEF
    return DEPUTY if place < chiefs + deputies else GENERAL


def _seniority(seat: Seat) -> int:
    head = any(role.startswith("main_leader@") for role in seat.roles)
    if head:
        return 0 if not seat.unit.startswith("s") else 2
    return 1 if any(role.startswith("deputy_leader@") for role in seat.roles) else 3
