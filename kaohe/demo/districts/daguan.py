"""Daguan District (大观区): 40 units in which 164 civil servants who are not leading members are assessed (S0-3)."""

from collections.abc import Collection, Iterator

from kaohe.demo.districts.seats import Roster, Seat, Unit

SEED = 20_260_201

ROOT = "daguan"

_LEADING = "领导成员"
_LEADERS = ("区委常委、组织部部长", "区委常委、常务副区长", "副区长", "区纪委副书记", "区委组织部副部长")

_DEPARTMENTS = (
    "区委组织部", "区委宣传部", "区委统战部", "区委政法委", "区发展和改革委员会", "区教育体育局", "区科技经济信息化局",
    "区司法局", "区财政局", "区住房和城乡建设局", "区农业农村水利局", "区商务局", "区文化旅游局", "区卫生健康委员会",
    "区退役军人事务局", "区应急管理局", "区审计局", "区统计局", "区城市管理局", "区信访局", "菱湖街道", "集贤路街道",
    "十里铺乡", "海口镇",
)  # fmt: skip

#: 窗口单位和服务部门 (S0-9).
_WINDOWS = (
    "区数据资源管理局（政务服务中心）", "区人力资源和社会保障局", "区市场监督管理局", "区民政局", "区医疗保障局",
    "区自然资源和规划分局",
)  # fmt: skip

#: 二级机构 and the department or window that each belongs to; three of them face the public.
_SECOND_LEVEL = (
    ("区干部信息中心", 0), ("区融媒体中心", 1), ("区综合行政执法大队", 18), ("区国库支付中心", 8), ("区质量安全监督站", 9),
    ("区动物疫病预防控制中心", 10), ("区防汛抗旱服务中心", 10), ("区公共就业服务中心", 25), ("区婚姻登记处", 27),
    ("区医保服务中心", 28),
)  # fmt: skip
_FIRST_FACING_THE_PUBLIC = 7

#: The organisation department, and a window with a second-level body, are there however small the district.
_ALWAYS = frozenset({0, 25})

#: People assessed in each: 24 departments, 6 windows, 10 second-level bodies; 164 in all.
_SIZES = (*[4] * 24, *[5] * 6, *[4] * 8, *[3] * 2)

_CATEGORIES = ("综合岗", "业务岗")
_FACING = ("窗口岗", "业务岗")


def roster(scale: int = 1) -> Roster:
    """The district: its leaders, its units with their directors, and the 164; the authority that results are filed with.

    With a `scale`, only every so many-th department or window, and what belongs to it: a small district for tests.
    """
    tops = (*_DEPARTMENTS, *_WINDOWS)
    units = [Unit(ROOT, "大观区")]
    units += [Unit(_key(place), name, ROOT, _class(place)) for place, name in enumerate(tops)]
    units += [
        Unit(_key(len(tops) + place), name, _key(above), _class(len(tops) + place))
        for place, (name, above) in enumerate(_SECOND_LEVEL)
    ]
    kept = {_key(place) for place in range(len(tops)) if place % scale == 0 or place in _ALWAYS}
    units = [
        unit for unit in units if {unit.key, unit.parent} & {ROOT, *kept} and (unit.parent != ROOT or unit.key in kept)
    ]
    keys = {unit.key for unit in units}
    units.append(Unit("authority", "区公务员主管部门", outside=True))
    seats = [seat for place in range(len(_SIZES)) if _key(place) in keys for seat in _unit(place, keys)]
    seats = [*_district(), *seats]
    seats.append(Seat("authority", "科长", roles=("outside_approver@district_authority",)))
    return Roster(units, seats, SEED)


def _key(place: int) -> str:
    return f"u{place + 1:02}"


def _class(place: int) -> str:
    """The class of the unit at a place: windows, and second-level bodies that face the public."""
    tops = len(_DEPARTMENTS) + len(_WINDOWS)
    facing = len(_DEPARTMENTS) <= place < tops or place >= tops + _FIRST_FACING_THE_PUBLIC
    return "window" if facing else "department"


def _district() -> Iterator[Seat]:
    """The leading group (S0-1): none of them is assessed here."""
    for place, post in enumerate(_LEADERS):
        roles = ("committee_member", f"main_leader@{ROOT}") if place == 0 else ("committee_member",)
        yield Seat(ROOT, post, "副县级", management=_LEADING, roles=roles)


def _unit(place: int, kept: Collection[str]) -> Iterator[Seat]:
    if place < len(_DEPARTMENTS) + len(_WINDOWS):
        yield from _department(place, kept)
    else:
        yield from _second_level(place)


def _department(place: int, kept: Collection[str]) -> Iterator[Seat]:
    """A director and a deputy in charge, who are leading members, then the people assessed: a section chief, a clerk,
    the others."""
    key = _key(place)
    yield Seat(key, "局长", "正科级", "主持全面工作", _LEADING, roles=(f"main_leader@{key}",))
    charge = [f"leader_in_charge@{_key(one)}" for one in (place, *_below(place)) if _key(one) in kept]
    yield Seat(key, "副局长", "副科级", "分管业务工作", _LEADING, roles=tuple(charge))
    yield from _assessed(place, Seat(key, "科长", "一级主任科员", roles=(f"deputy_leader@{key}",)))


def _second_level(place: int) -> Iterator[Seat]:
    """A second-level body (二级机构): its head is assessed too, by the director or the deputy in charge (S0-17)."""
    key = _key(place)
    yield from _assessed(place, Seat(key, "主任", "二级主任科员", "主持工作", roles=(f"main_leader@{key}",)))


def _below(place: int) -> list[int]:
    """The second-level bodies of a department, by place."""
    first = len(_DEPARTMENTS) + len(_WINDOWS)
    return [first + index for index, (_, above) in enumerate(_SECOND_LEVEL) if above == place]


def _assessed(place: int, first: Seat) -> Iterator[Seat]:
    categories = _FACING if _class(place) == "window" else _CATEGORIES
    for seat in range(_SIZES[place]):
        if seat == 0:
            one = Seat(first.unit, first.post, first.rank, first.work, "", "管理岗", first.roles)
        else:
            post = "经办人" if seat == 1 else "工作人员"
            roles = (f"unit_clerk@{first.unit}",) if seat == 1 else ()
            one = Seat(first.unit, post, "四级主任科员", post_category=categories[seat % 2], roles=roles)
        yield _of_the_office(place, seat, one)


def _of_the_office(place: int, seat: int, one: Seat) -> Seat:
    """The organisation department does the daily work: the office of two, the secretary, the administrator."""
    if place:
        return one
    beside = {0: ("office",), 1: ("committee_secretary",), 2: ("office",), 3: ("administrator",)}
    return one.with_roles(*beside[seat])
