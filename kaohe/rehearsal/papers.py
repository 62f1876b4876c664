"""The files that people hand in: performance and attendance as .csv, evidence and scans as PDF."""

import csv
import io
from collections.abc import Iterable, Sequence
from random import Random

_SICK_DAYS = 20

#: How many are weak, and between which scores they and the others usually lie.
_WEAK = 0.05
_WEAK_SCORES, _USUAL_SCORES = (60, 78), (88, 98)


def performance(numbers: Iterable[str], months: Sequence[str], chance: Random) -> bytes:
    """月度绩效: a score for everyone in each month; whoever is good in one is so in the others too."""
    rows = []
    for number in numbers:
        usual = usual_score(chance)
        rows += [(number, month, f"{usual + chance.uniform(-1, 1):.1f}") for month in months]
    return _csv(("工号", "月份", "得分"), rows)


def usual_score(chance: Random) -> float:
    """What somebody usually scores: most people are good or fairly good."""
    return chance.uniform(*(_WEAK_SCORES if chance.random() < _WEAK else _USUAL_SCORES))


def attendance(numbers: Iterable[str], ill: Iterable[str], months: Sequence[str]) -> bytes:
    """考勤: nobody is absent but those who are `ill` for most of the quarter."""
    days = dict.fromkeys(ill, _SICK_DAYS)
    rows = [(number, month, "0", str(days.get(number, 0)), "0", "0") for number in numbers for month in months]
    return _csv(("工号", "月份", "旷工天数", "病假天数", "事假天数", "迟到早退次数"), rows)


def pdf(words: str) -> bytes:
    """As much of a PDF as its checks look at, different for different words."""
    return f"%PDF-1.4\n% {words}\n%%EOF\n".encode()


def _csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")
