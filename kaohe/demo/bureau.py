"""How the demo's county police bureau is made up: 18 units of 3 to 45 people, 326 in all."""

from dataclasses import dataclass

SEED = 20_260_101

ROOT = "psb"


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A unit of so many people. `head` is its main leader's post, `charge` the bureau leader in charge (his place in
    `LEADERS`), `staff` what the others' posts are called, `work` what they do."""

    key: str
    name: str
    size: int
    head: str
    charge: int
    staff: str = "民警"
    work: tuple[str, ...] = ("日常工作",)
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Leader:
    """A bureau leader (局领导). `member`: of the party committee; `county`: managed by the county (S3-10)."""

    post: str
    rank: str
    work: str
    member: bool = True
    county: bool = True


LEADERS = (
    Leader("党委书记、局长", "副县级", "主持全面工作"),
    Leader("党委副书记、政治委员", "正科级", "队伍建设、思想政治工作"),
    Leader("党委委员、副局长", "正科级", "刑事侦查、经济犯罪侦查、禁毒"),
    Leader("党委委员、副局长", "副科级", "治安管理、城关片派出所"),
    Leader("党委委员、副局长", "副科级", "交通管理、监管"),
    Leader("党委委员、纪检监察组组长", "副科级", "纪检监察、警务督察、信访"),
    Leader("党委委员、副局长", "副科级", "指挥中心、法制、网络安全"),
    Leader("党委委员、副局长", "副科级", "农村片派出所、警务保障"),
    Leader("四级调研员", "四级调研员", "协助分管信访、关工委", member=False, county=False),
)

_STATION = ("社区警务", "案件办理", "巡逻防控", "户籍管理")

UNITS = (
    UnitPlan(ROOT, "某县公安局", len(LEADERS), "局长", 1),
    UnitPlan("zhenggong", "政工室", 12, "主任", 1, work=("干部人事", "教育训练", "宣传", "考核")),
    UnitPlan("zhihui", "指挥中心", 18, "主任", 6, work=("接处警", "值班调度", "文秘", "情报研判")),
    UnitPlan("ducha", "警务督察大队", 6, "大队长", 5, work=("现场督察", "核查投诉")),
    UnitPlan("fazhi", "法制大队", 8, "大队长", 6, work=("案件审核", "执法监督")),
    UnitPlan("baozhang", "警务保障室", 9, "主任", 7, work=("财务", "装备", "基建")),
    UnitPlan("xinfang", "信访室", 3, "主任", 5, work=("来信来访",)),
    UnitPlan("xingzhen", "刑事侦查大队", 38, "大队长", 2, "侦查员", ("重案侦查", "反诈", "技术勘查", "侵财案件")),
    UnitPlan("zhian", "治安管理大队", 18, "大队长", 3, work=("行业场所管理", "大型活动安保", "危爆物品管理")),
    UnitPlan("jiaojing", "交通警察大队", 45, "大队长", 4, work=("路面执勤", "事故处理", "车驾管", "宣传")),
    UnitPlan("jingzhen", "经济犯罪侦查大队", 8, "大队长", 2, "侦查员", ("涉众案件", "涉税案件")),
    UnitPlan("jindu", "禁毒大队", 8, "大队长", 2, "侦查员", ("毒品案件", "社区戒毒管控")),
    UnitPlan("wangan", "网络安全保卫大队", 7, "大队长", 6, work=("网络监管", "电子取证", "信息化")),
    UnitPlan("kanshou", "看守所", 26, "所长", 4, work=("管教", "巡控", "收押")),
    UnitPlan("chengguan", "城关派出所", 40, "所长", 3, work=_STATION),
    UnitPlan("chengdong", "城东派出所", 27, "所长", 3, work=_STATION),
    UnitPlan("hekou", "河口派出所", 21, "所长", 7, work=_STATION),
    UnitPlan("shimen", "石门派出所", 23, "所长", 7, work=_STATION),
)

OUTSIDE = (
    UnitPlan("fuwu", "县政务服务中心管委会", 2, "主任", 1, "督查科干部", ("窗口管理",), outside=True),
    UnitPlan("qingshan", "青山镇人民政府", 2, "镇长", 1, "党政办干部", ("党政综合",), outside=True),
    UnitPlan("yuanpai", "对口援派工作队", 2, "领队", 1, "联络员", ("援派管理",), outside=True),
    UnitPlan("kaochazu", "一线实绩考察组", 1, "组长", 1, outside=True),
    UnitPlan("gongwuyuan", "县公务员主管部门", 1, "科长", 1, outside=True),
)

#: The unit whose main leader's post is vacant: its reviews go one step up.
VACANT = "jindu"
#: Units whose heads are managed by the county: they review, and are not assessed here.
COUNTY_HEADS = frozenset({"xingzhen", "jiaojing"})
