"""What people write (工作纪实的内容): daily logs of some fifty characters, work items, summaries of about two hundred."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

_PLACES = ("东门社区", "河西村", "工业园区", "政务大厅", "镇中心校片区", "老旧小区", "重点项目工地", "农贸市场")
_DEEDS = (
    "走访群众{n}户，收集意见{m}条并逐条登记回复",
    "核查台账{n}份，发现问题{m}处，当场督促整改",
    "办理群众申请{n}件，其中疑难事项{m}件已协调解决",
    "参加专项检查，检查点位{n}个，下发整改通知{m}份",
    "起草汇报材料{m}篇，核对基础数据{n}项后报分管领导",
)
_AFTERNOONS = (
    "下午参加支部学习并整理当日资料归档。",
    "下午与相关单位会商，明确责任人和完成时限。",
    "下午回访前期办理事项，服务对象表示满意。",
    "下午完成周报统计，并部署次日的重点任务。",
)
_TASKS = ("摸排安全隐患", "更新民情台账", "推进项目前期手续", "督办信访事项", "完善内部制度", "组织业务培训")
_PROGRESS = ("完成过半", "已完成", "已报送", "正在会商")

_SUMMARY = (
    "本季度围绕单位中心工作，按照岗位职责完成了各项任务。一是抓好{task}，共办理事项{n}件，按期办结率保持在较高水平；"
    "二是深入{place}开展服务，走访群众{m}户，推动解决具体问题；三是参加政治理论和业务学习，遵守各项纪律规定，"
    "自觉接受监督。存在的不足：对新政策的研究不够深入，主动谋划工作的意识还需要加强。下一步将针对不足制定学习计划，"
    "细化工作措施，提高办事效率，力争在重点任务上取得更好成效，为单位整体工作多作贡献。"
)


def daily_log(day: str, chance: Random) -> dict[str, Any]:
    """A day's log, about fifty characters; every eighth also tells of a task that was assigned."""
    deed = chance.choice(_DEEDS).format(n=chance.randint(3, 40), m=chance.randint(1, 9))
    text = f"上午到{chance.choice(_PLACES)}{deed}；{chance.choice(_AFTERNOONS)}"
    items = list(work_items(1, chance)) if chance.random() < 1 / 8 else []
    return {"kind": "DAILY_LOG", "covers": day, "text": text, "items": items}


def work_items(count: int, chance: Random) -> Iterator[dict[str, Any]]:
    """Tasks that were assigned, by what procedure, and how far they are."""
    for task in chance.sample(_TASKS, count):
        progress: str = chance.choice(_PROGRESS)
        procedure = "领导交办、逐级报审"
        yield {"task": task, "procedure": procedure, "progress": progress, "done": progress == "已完成"}


def summary(name: str, chance: Random) -> str:
    """A quarter's summary, about two hundred characters."""
    places: Sequence[str] = _PLACES
    words = {"task": chance.choice(_TASKS), "place": chance.choice(places)}
    return f"{name}：" + _SUMMARY.format(**words, n=chance.randint(20, 200), m=chance.randint(5, 60))


def annual_summary(name: str, chance: Random) -> str:
    """A year's summary, about five hundred characters."""
    return "".join((summary(name, chance), summary("年度工作方面", chance).removeprefix("年度工作方面：")))


def chance_of(seed: int, number: str, about: str) -> Random:
    """What somebody writes depends on the seed, on him, and on what it is about; not on who was quicker."""
    return Random(f"{seed}:{number}:{about}")  # noqa: S311 - choices of a play
