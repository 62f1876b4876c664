"""Names as a county in central China has them; none is anybody's."""

import random
from collections.abc import Iterator

#: Surnames by how common they are: those of the first line appear four times as often as those of the last.
_SURNAMES = (
    "王李张刘陈杨赵黄周吴",
    "徐孙胡朱高林何郭马罗",
    "梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕",
    "苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文",
)
_WEIGHTS = (40, 20, 8, 3)
_FIRST = "建国志文晓海春明永立玉德俊宏振家子国光少振庆学正新世东伟卫金宝成天兴云雪秀桂丽红淑美慧亚静雅思佳梦宇浩嘉泽"
_SECOND = "军华平强明伟峰斌涛辉刚勇波鹏飞杰磊超林洋龙阳宁松柏清毅诚山川敏芳艳霞娟玲丹燕莉洁萍琴婷颖慧琳雯怡然轩辰博远航"


def names(seed: int) -> Iterator[str]:
    """Different names without end, always the same for a seed."""
    choose = random.Random(seed)  # noqa: S311 - nothing depends on its secrecy
    surnames = "".join(_SURNAMES)
    weights = [weight for line, weight in zip(_SURNAMES, _WEIGHTS, strict=True) for _ in line]
    given: set[str] = set()
    while True:
        surname = choose.choices(surnames, weights)[0]
        short = choose.random() < 0.25
        name = surname + ("" if short else choose.choice(_FIRST)) + choose.choice(_SECOND)
        if name not in given:
            given.add(name)
            yield name
