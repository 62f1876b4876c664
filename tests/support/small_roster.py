"""A roster for short rehearsals: four units, two of them large enough for everything that a quarter has in store."""

from itertools import count

from kaohe.demo.sheets import workbook

UNITS = {"criminal": "刑警大队", "traffic": "交警大队", "station": "城关派出所"}
PLAIN_PEOPLE = 8

_PEOPLE = ("工号", "姓名", "单位", "职务", "管理类别", "角色")
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"


def roster_bytes() -> bytes:
    """The workbook, with the sheets 单位 and 人员."""
    numbers = count(1)
    in_charge = "；".join(f"分管领导@{name}" for name in ("县公安局", *UNITS.values()))
    people = [
        _person(numbers, "县公安局", "局长", "主要领导@县公安局；党委委员", leader=True),
        _person(numbers, "县公安局", "副局长", f"{in_charge}；党委委员", leader=True),
        *(_person(numbers, "县公安局", "党委委员", "党委委员", leader=True) for _ in range(3)),
        _person(numbers, "县公安局", "政工室主任", "考核办"),
        _person(numbers, "县公安局", "政工室副主任", "考核办"),
        _person(numbers, "县公安局", "秘书", "党委秘书"),
        _person(numbers, "核准单位", "组长", "外部核准方@inspection_group"),
        _person(numbers, "核准单位", "科长", "外部核准方@county_authority"),
    ]
    for name in UNITS.values():
        people.append(_person(numbers, name, "大队长", f"主要领导@{name}"))
        people.append(_person(numbers, name, "内勤", f"单位经办人@{name}"))
        people += [_person(numbers, name, "民警", "") for _ in range(PLAIN_PEOPLE)]
    units = [("root", "县公安局", "", "否"), ("outside", "核准单位", "", "是")]
    units += [(key, name, "root", "否") for key, name in UNITS.items()]
    return workbook({"单位": (("单位代码", "单位名称", "上级单位", "外部单位"), units), "人员": (_PEOPLE, people)})


def _person(numbers: "count[int]", unit: str, post: str, roles: str, *, leader: bool = False) -> tuple[str, ...]:
    number = next(numbers)
    name = _SURNAMES[number % len(_SURNAMES)] + "一二三四五六七八九"[number // 9 % 9]
    return (f"R{number:03}", name, unit, post, "县管" if leader else "", roles)
